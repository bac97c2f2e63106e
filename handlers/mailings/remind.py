"""/remind: an admin reminds regions now, beside the reminders that come by themselves."""

from datetime import timedelta

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from domain.drafts import draft_by_id, start_draft
from domain.mailings.mailings import Audience, Recipients, audience_of, begin_mailing, recipients_of
from domain.mailings.sent import hold_mailings, mailings_to
from domain.regions.directory import region_by_code
from handlers.callbacks import RemindWhom, RowId
from handlers.context import Context
from handlers.filters import ForAdmins
from handlers.forms.asked import Asked
from handlers.keyboards import button, rows
from handlers.mailings import texts
from handlers.mailings.audiences import AudienceChoice, Choosing
from handlers.mailings.screens import reminder_to
from handlers.menu import REMIND, Said
from handlers.region_picker import RegionChoice
from handlers.responses import Responses, Screen, Toast, alert, say, show
from models import Draft, FormKind, MailingKind, ReminderContent

LATELY = timedelta(hours=12)


class RemindChoice(AudienceChoice, prefix="rmto"):
    pass


class RemindRegion(RegionChoice, prefix="rmreg"):
    pass


class SendReminder(CallbackData, prefix="rmsend"):
    """The draft, used up with the sending, says to whom."""

    draft: RowId


class CancelReminder(CallbackData, prefix="rmno"):
    draft: RowId


WHOM = Choosing(texts.remind.WHOM, RemindChoice, RemindRegion, everyone=False)


def router() -> Router:
    router = Router(name="reminders by hand")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(begin, Said(REMIND))
    router.callback_query.register(begin_elsewhere, RemindWhom.filter())
    router.callback_query.register(choose, RemindChoice.filter())
    router.callback_query.register(choose_region, RemindRegion.filter())
    router.callback_query.register(send, SendReminder.filter())
    router.callback_query.register(cancel, CancelReminder.filter())
    return router


def answers_router() -> Router:
    router = Router(name="reminders' answers")
    router.message.filter(ForAdmins())
    router.message.register(name_audience, Asked(FormKind.REMIND))
    return router


async def begin(message: Message, context: Context, argument: str) -> Responses:
    if not argument:
        return show(message, await _next(context, await WHOM.menu(context)))
    return await _typed(message, argument, context)


async def begin_elsewhere(
    query: CallbackQuery, callback_data: RemindWhom, context: Context
) -> Responses:
    """Below the message that was pressed, which stays for reading."""
    audience = audience_of(callback_data.whom, callback_data.which)
    chosen = await _next(context, audience or await WHOM.menu(context))
    return [Toast(query_id=query.id), say(query.from_user.id, chosen)]


async def name_audience(message: Message, context: Context) -> Responses:
    return await _typed(message, message.text or message.caption or "", context)


async def choose(query: CallbackQuery, callback_data: RemindChoice, context: Context) -> Responses:
    return show(query, await _next(context, await WHOM.picked(context, callback_data)))


async def choose_region(
    query: CallbackQuery, callback_data: RemindRegion, context: Context
) -> Responses:
    return show(query, await _next(context, WHOM.region_picked(callback_data)))


async def send(query: CallbackQuery, callback_data: SendReminder, context: Context) -> Responses:
    draft = await _draft(context, callback_data.draft)
    if draft is None:
        return alert(query, texts.remind.IS_GONE)
    audience = Audience(**draft.answers["audience"])
    await hold_mailings(context.session, context.campaign)
    to = await _reach(context, audience)
    if await _sent_before(context, to, after=draft.answers["newest"]):
        return show(query, await _preview(context, audience), toast=texts.remind.MEANWHILE)
    await context.session.delete(draft)
    if not to.people:
        return show(query, Screen(texts.remind.nobody_to_remind(audience, to)))
    await begin_mailing(
        context.session,
        context.campaign,
        to,
        ReminderContent(**draft.answers["audience"]),
        by=context.person,
        now=context.now,
        progress_in=query.message.message_id if query.message else None,
    )
    return [Toast(query_id=query.id, text=texts.mailing.SENDING_BEGINS)]


async def cancel(
    query: CallbackQuery, callback_data: CancelReminder, context: Context
) -> Responses:
    draft = await _draft(context, callback_data.draft)
    if draft is None:
        return alert(query, texts.remind.IS_GONE)
    await context.session.delete(draft)
    return show(query, Screen(texts.remind.CANCELLED))


async def _typed(message: Message, typed: str, context: Context) -> Responses:
    chosen = WHOM.typed(typed) or await WHOM.not_found(context, typed)
    return show(message, await _next(context, chosen))


async def _next(context: Context, chosen: Audience | Screen) -> Screen:
    if isinstance(chosen, Audience):
        return await _preview(context, chosen)
    await _listen(context)
    return chosen


async def _listen(context: Context) -> None:
    """From now on a region or a district may be typed, whatever button led here."""
    await start_draft(
        context.session, context.person, FormKind.REMIND, now=context.now, step="whom"
    )


async def _preview(context: Context, audience: Audience) -> Screen:
    """The text as a coordinator gets it, how many do, and «Отправить?»."""
    newest = await hold_mailings(context.session, context.campaign)
    to = await _reach(context, audience)
    other = button(texts.mailing.OTHER_AUDIENCE, RemindChoice().pack())
    if not to.people:
        await _listen(context)
        return Screen(texts.remind.nobody_to_remind(audience, to), rows([other]))
    draft = await start_draft(
        context.session,
        context.person,
        FormKind.REMIND,
        now=context.now,
        step="confirm",
        answers={
            "audience": {"whom": audience.whom, "which": audience.which},
            "newest": newest,
        },
    )
    code = to.people[0].region_code
    assert code is not None
    example = await reminder_to(
        context.session, context.campaign, code, zone=context.zone, now=context.now
    )
    text = texts.remind.preview(
        audience,
        to,
        warning=await _sent_before(context, to),
        example=example.text,
        region=region_by_code(code),
    )
    send = button(texts.mailing.SEND, SendReminder(draft=draft.id).pack())
    cancel = button(texts.mailing.CANCEL, CancelReminder(draft=draft.id).pack())
    return Screen(text, rows([send], [other, cancel]))


async def _draft(context: Context, draft_id: int) -> Draft | None:
    draft = await draft_by_id(context.session, context.person, draft_id)
    return draft if draft and draft.form == FormKind.REMIND and draft.step == "confirm" else None


async def _reach(context: Context, audience: Audience) -> Recipients:
    return await recipients_of(
        context.session, context.campaign, audience, unreported_only=True, now=context.now
    )


async def _sent_before(context: Context, to: Recipients, after: int = 0) -> str:
    """What says that a reminder to any of these regions was sent lately; "" if none was."""
    found = await mailings_to(
        context.session,
        [region.code for region in to.regions],
        MailingKind.REMINDER,
        since=context.now - LATELY,
        after=after,
    )
    said = [
        texts.mailing.sent_before(mailing, author, now=context.now, zone=context.zone)
        for mailing, author in found[:1]
    ]
    return "".join(said)
