"""A coordinator leaves the region: what that takes with it is asked about before."""

from html import escape

from aiogram.types import CallbackQuery, ReplyKeyboardRemove

from domain.drafts import waiting_event
from domain.people.people import admins, coordinators, is_last_coordinator, remove_coordinator
from domain.regions.directory import Region
from handlers.context import Context
from handlers.formatting import contact_from_outside, in_quotes
from handlers.notifications import notify_admins, somebody_left
from handlers.responses import Responses, Screen, SetMenu, say, show
from models import Draft, Role

LEAVE_SURE = "Да, отключить меня"
LEFT = "Вы больше не координатор."
LAST_ONE = (
    "Других координаторов в регионе нет: сдать отчёт станет некому. Лучше сначала пригласите "
    "коллегу: /colleagues."
)


def confirm_leaving(region: Region, *, draft: Draft | None = None, is_last: bool = False) -> str:
    """`draft` is an event that they have begun and not saved."""
    parts = [
        f"<b>{escape(region.name)}</b>. Вы больше не координатор региона?",
        "Доступ закроется сразу. Мероприятия региона останутся.",
    ]
    if draft is not None:
        name = draft.answers.get("name")
        named = f" {in_quotes(name, 60)}" if name else ""
        parts.append(
            f"Ваш черновик мероприятия{named} в отчёт не войдёт. Если он нужен, сначала закончите "
            "и сохраните его."
        )
    if is_last:
        parts.append(LAST_ONE)
    return "\n\n".join(parts)


def you_left(contact: str) -> str:
    return (
        "Спасибо, что сообщили. Ваш доступ координатора закрыт. Если отчёт теперь готовит другой "
        "человек, пусть он откроет этого бота и запросит доступ. Чтобы сообщить, кого пригласить, "
        f"напишите {contact}."
    )


async def question(context: Context) -> str:
    draft = await waiting_event(context.session, context.person, context.campaign.id)
    begun = draft if draft is not None and draft.answers else None
    is_last = await is_last_coordinator(context.session, context.person)
    return confirm_leaving(context.region, draft=begun, is_last=is_last)


async def leave(query: CallbackQuery, context: Context) -> Responses:
    """The admins hear of it."""
    person, region = context.person, context.region
    await remove_coordinator(context.session, person, now=context.now, by=person)
    others = await coordinators(context.session, region.code)
    for_admins = Screen(somebody_left(person, region, others))
    told = you_left(contact_from_outside(await admins(context.session)))
    return [
        *show(query, Screen(LEFT)),
        say(person.id, Screen(told, ReplyKeyboardRemove())),
        SetMenu(chat_id=person.id, role=Role.STRANGER),
        *await notify_admins(context, for_admins),
    ]
