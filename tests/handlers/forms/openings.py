"""How a person comes to each form, and what they answer there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from domain.events.fields import field
from handlers import phrases
from handlers.after_deadline import ASK_FOR_TIME
from handlers.campaigns import texts as campaign_texts
from handlers.deadlines import texts as deadline_texts
from handlers.event_form.texts import form as event_texts
from handlers.event_form.texts.form import EDIT
from handlers.forms import texts
from handlers.home import ASK_FOR_ACCESS
from handlers.invitations import texts as invitation_texts
from handlers.joining import texts as joining_texts
from handlers.mailings import texts as mailing_texts
from handlers.review import texts as review_texts
from models import Draft, FormKind
from tests.world import APPLICANT, DEADLINE, Someone, World

REGION = "Белгородская область"


@dataclass(frozen=True, slots=True)
class Opening:
    """`open` gives the person with the form's first question before them. `answers` are typed one
    after the other, each to its own question; after the last one the form waits for `finish`,
    the label of a button, or (without one) is done. `other` answers the first question, too."""

    open: Callable[[World], Awaitable[Someone]]
    answers: tuple[str, ...]
    other: str
    finish: str | None = None

    @property
    def first(self) -> str:
        """What answers the first question: a yes if nothing is to be typed."""
        return self.answers[0] if self.answers else "Да"


async def new_event(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    await anna.says("/new")
    return anna


async def correction(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    event = await world.event(anna)
    await anna.says("/events")
    await anna.presses(phrases.event_button(event), EDIT, field("name").title)
    return anna


async def remind(world: World) -> Someone:
    return await _among_coordinators(world, "/remind")


async def broadcast(world: World) -> Someone:
    return await _among_coordinators(world, "/broadcast")


async def _among_coordinators(world: World, command: str) -> Someone:
    """An admin who has said that, with a region to choose."""
    olga, _ = await world.admin(), await world.coordinator(REGION)
    await olga.says(command)
    return olga


async def reply(world: World) -> Someone:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await olga.says("/broadcast")
    await olga.presses(mailing_texts.mailing.with_number(mailing_texts.mailing.EVERYONE, 89))
    await olga.says("Коллеги!")
    await olga.presses(mailing_texts.mailing.SEND)
    await world.mail()
    await anna.presses(phrases.REPLY)
    return anna


async def new_deadline(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/deadline")
    await olga.presses(deadline_texts.deadline.CHANGE)
    return olga


async def returning(world: World) -> Someone:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    event = await world.event(anna)
    await olga.says("/events")
    await olga.presses(review_texts.search.event_button(event))
    await olga.presses(review_texts.decisions.RETURN_EVENT)
    return olga


async def new_extension(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/extend")
    return olga


async def time(world: World) -> Someone:
    anna = await world.coordinator(REGION)
    world.clock.at = DEADLINE + timedelta(hours=12)
    await anna.says("/report")
    await anna.presses(ASK_FOR_TIME)
    return anna


async def declining(world: World) -> Someone:
    olga, anna = await world.admin(), await time(world)
    await anna.says("Ремонт", "5 декабря")
    await anna.presses(deadline_texts.asking.SEND)
    await olga.presses(deadline_texts.time_requests.DECLINE)
    return olga


async def new_year(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/campaign")
    await olga.presses(campaign_texts.campaign.CLOSE, campaign_texts.campaign.CLOSE_SURE)
    await olga.presses(OPEN_2027, campaign_texts.new_year.FIELDS["deadline"])
    return olga


async def joining(world: World) -> Someone:
    olga, anna = await world.admin(), world.stranger("Анна")
    await anna.opens(await world.link(olga, REGION))
    return anna


async def access(world: World) -> Someone:
    anna = world.stranger("Анна")
    await anna.says("/start")
    await anna.presses(ASK_FOR_ACCESS)
    return anna


async def no_access(world: World) -> Someone:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.asks_for_access(REGION)
    await olga.presses(joining_texts.requests.DECLINE)
    return olga


async def invitation(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/invite")
    return olga


async def revocation(world: World) -> Someone:
    olga = await world.admin()
    await world.link(olga, REGION)
    await olga.says("/invitations")
    await olga.presses(invitation_texts.REVOKE_ONE)
    return olga


EVENT_ANSWERS = ("9", "Урок качества", "Белгород", "Школа № 5", "3", "120")

OPEN_2027 = campaign_texts.new_year.open_next(2027)


async def search(world: World) -> Someone:
    olga = await world.admin()
    await olga.says("/events")
    await olga.presses(review_texts.search.BY_WORDS)
    return olga


OPENINGS: dict[FormKind, Opening] = {
    FormKind.EVENT: Opening(
        new_event,
        (*EVENT_ANSWERS, texts.SKIP, texts.SKIP),
        other="2",
        finish=event_texts.SAVE,
    ),
    FormKind.EDIT: Opening(correction, ("Ярмарка качества",), other="Выставка"),
    FormKind.REMIND: Opening(remind, (REGION,), other="Омск", finish=mailing_texts.mailing.SEND),
    FormKind.BROADCAST: Opening(
        broadcast,
        (REGION, "Коллеги, ждём отчёты"),
        other="Омск",
        finish=mailing_texts.mailing.SEND,
    ),
    FormKind.REPLY: Opening(reply, ("Отчитаемся завтра",), other="Уже отчитались"),
    FormKind.JOIN: Opening(joining, (), other="", finish=joining_texts.invitation.YES_RIGHT),
    FormKind.ACCESS: Opening(
        access,
        (REGION, *APPLICANT, "Тверь"),  # another region instead of the first one
        other="Омск",
        finish=joining_texts.access.SEND_REQUEST,
    ),
    FormKind.NO_ACCESS: Opening(no_access, ("Его у нас нет",), other="Ждём письмо"),
    FormKind.INVITE: Opening(invitation, (REGION,), other="Омск"),
    FormKind.REVOKE: Opening(revocation, (REGION,), other="Омск"),
    FormKind.SEARCH: Opening(search, ("урок",), other="ярмарка"),
    FormKind.RETURN: Opening(
        returning,
        ("Нет ссылок", "Нет ссылок и видео"),  # the second one instead of the first
        other="Мало участников",
        finish=review_texts.returning.SEND,
    ),
    FormKind.DEADLINE: Opening(
        new_deadline,
        ("30 ноября 18:00",),
        other="5 декабря",
        finish=deadline_texts.deadline.CHANGE_SURE,
    ),
    FormKind.EXTEND: Opening(
        new_extension,
        ("белгород", "5 декабря", "Ремонт"),
        other="брянск",
        finish=deadline_texts.extensions.GRANT,
    ),
    FormKind.TIME: Opening(
        time,
        ("Ремонт", "5 декабря"),
        other="Снегопад",
        finish=deadline_texts.asking.SEND,
    ),
    FormKind.DECLINE: Opening(
        declining,
        ("Срок уже продлевали",),
        other="Поздно",
        finish=deadline_texts.time_requests.DECLINE,
    ),
    FormKind.CAMPAIGN: Opening(
        new_year,
        ("5 декабря 18:00", OPEN_2027),
        other="10 декабря",
        finish=campaign_texts.new_year.OPEN_SURE,
    ),
}


async def draft_of(world: World, form: FormKind) -> Draft | None:
    """The only draft of that form; None if there is none."""
    drafts = await world.rows(select(Draft).where(Draft.form == form))
    return drafts[0] if drafts else None
