"""«Использовать для всех» and «Вернуть исходный»: another template comes into force."""

from aiogram.types import CallbackQuery

from domain.campaigns.locking import lock_campaign
from domain.drafts import draft_of
from domain.papers.templates import template_in_force, use, use_original
from handlers.callbacks import KeepTemplate, UseTemplate
from handlers.context import Context
from handlers.keyboards import MAIN, button, rows
from handlers.letter_template import texts
from handlers.notifications import notify_admins
from handlers.responses import Responses, Screen, alert, show
from handlers.routes import press
from models import FormKind, LetterTemplate, Person


async def use_template(
    query: CallbackQuery, callback_data: UseTemplate, context: Context
) -> Responses:
    await lock_campaign(context.session, context.campaign)  # two admins may press at once
    current = await template_in_force(context.session)
    wanted = await context.session.get(LetterTemplate, callback_data.template)
    refused = _refused(callback_data.template, wanted, current)
    if refused:
        return alert(query, refused)
    if callback_data.seen != (current.id if current else 0):
        assert current is not None
        return show(query, await _changed_meanwhile(context, callback_data, current))
    if wanted is None:
        await use_original(context.session, context.person, now=context.now)
    else:
        use(context.session, wanted, context.person, now=context.now)
    await _close_form(context)
    done = Screen(texts.USED if wanted else texts.ORIGINAL_USED)
    told = Screen(texts.told(context.person, original=wanted is None))
    others = await notify_admins(context, told, but=context.person, silent=True)
    return show(query, done) + others


async def keep_template(query: CallbackQuery, context: Context) -> Responses:
    await _close_form(context)
    return show(query, Screen(texts.CANCELLED))


def _refused(
    asked: int, wanted: LetterTemplate | None, current: LetterTemplate | None
) -> str | None:
    """Why the template cannot come into force now. 0 asks for the bot's own."""
    if not asked:
        is_own = current is None or current.content is None
        return texts.IS_ORIGINAL if is_own else None
    if wanted is None or wanted.content is None:
        return texts.GONE
    if wanted.used_at is None:
        return None
    return texts.IN_USE if current is not None and current.id == wanted.id else texts.REPLACED


async def _changed_meanwhile(
    context: Context, pressed: UseTemplate, current: LetterTemplate
) -> Screen:
    assert current.used_by is not None
    assert current.used_at is not None
    by = await context.session.get_one(Person, current.used_by)
    text = texts.changed_meanwhile(by, current.used_at, context.zone)
    label = texts.USE if pressed.template else texts.ORIGINAL_SURE
    again = button(label, pressed.model_copy(update={"seen": current.id}), MAIN)
    return Screen(text, rows([again], [button(texts.KEEP, KeepTemplate())]))


async def _close_form(context: Context) -> None:
    draft = await draft_of(context.session, context.person, FormKind.LETTER)
    if draft is not None:
        await context.session.delete(draft)
        context.draft = None if context.draft is draft else context.draft


ROUTES = (press(UseTemplate, use_template), press(KeepTemplate, keep_template))
