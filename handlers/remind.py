"""/remind: an admin reminds regions now, beside the reminders that come by themselves."""

from datetime import timedelta

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, Toast, alert, button, rows, say, show
from handlers.asked import Asked
from handlers.audiences import AudienceChoice, Choosing
from handlers.commands import (
    REMIND,
    Said,
)
from handlers.doors import (
    RemindWhom,
    RowId,
)
from handlers.mailing_cards import reminder_to
from handlers.region_picker import RegionChoice
from handlers.turn import Turn
from models import Draft, FormKind, MailingKind
from reports.drafts import draft_by_id, start_draft
from reports.mailings import Audience, Reach, audience_of, begin_mailing, reach
from reports.mailings_sent import hold_mailings, mailings_to
from reports.regions import region_by_code

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


async def begin(message: Message, turn: Turn, argument: str) -> Answers:
    if not argument:
        return show(message, await _next(turn, await WHOM.menu(turn)))
    return await _typed(message, argument, turn)


async def begin_elsewhere(query: CallbackQuery, callback_data: RemindWhom, turn: Turn) -> Answers:
    """Below the message that was pressed, which stays for reading."""
    audience = audience_of(callback_data.whom, callback_data.which)
    chosen = await _next(turn, audience or await WHOM.menu(turn))
    return [Toast(query_id=query.id), say(query.from_user.id, chosen)]


async def name_audience(message: Message, turn: Turn) -> Answers:
    return await _typed(message, message.text or message.caption or "", turn)


async def choose(query: CallbackQuery, callback_data: RemindChoice, turn: Turn) -> Answers:
    return show(query, await _next(turn, await WHOM.picked(turn, callback_data)))


async def choose_region(query: CallbackQuery, callback_data: RemindRegion, turn: Turn) -> Answers:
    return show(query, await _next(turn, WHOM.region_picked(callback_data)))


async def send(query: CallbackQuery, callback_data: SendReminder, turn: Turn) -> Answers:
    draft = await _draft(turn, callback_data.draft)
    if draft is None:
        return alert(query, texts.remind.IS_GONE)
    audience = Audience(**draft.answers["audience"])
    await hold_mailings(turn.session, turn.campaign)
    to = await _reach(turn, audience)
    if await _sent_before(turn, to, after=draft.answers["newest"]):
        return show(query, await _preview(turn, audience), toast=texts.remind.MEANWHILE)
    await turn.session.delete(draft)
    if not to.people:
        return show(query, Screen(texts.remind.nobody_to_remind(audience, to)))
    await begin_mailing(
        turn.session,
        turn.campaign,
        MailingKind.REMINDER,
        to,
        draft.answers["audience"],
        by=turn.person,
        now=turn.now,
        progress_in=query.message.message_id if query.message else None,
    )
    return [Toast(query_id=query.id, text=texts.mailing.SENDING_BEGINS)]


async def cancel(query: CallbackQuery, callback_data: CancelReminder, turn: Turn) -> Answers:
    draft = await _draft(turn, callback_data.draft)
    if draft is None:
        return alert(query, texts.remind.IS_GONE)
    await turn.session.delete(draft)
    return show(query, Screen(texts.remind.CANCELLED))


async def _typed(message: Message, typed: str, turn: Turn) -> Answers:
    chosen = WHOM.typed(typed) or await WHOM.not_found(turn, typed)
    return show(message, await _next(turn, chosen))


async def _next(turn: Turn, chosen: Audience | Screen) -> Screen:
    if isinstance(chosen, Audience):
        return await _preview(turn, chosen)
    await _listen(turn)
    return chosen


async def _listen(turn: Turn) -> None:
    """From now on a region or a district may be typed, whatever button led here."""
    await start_draft(turn.session, turn.person, FormKind.REMIND, now=turn.now, step="whom")


async def _preview(turn: Turn, audience: Audience) -> Screen:
    """The text as a coordinator gets it, how many do, and «Отправить?»."""
    newest = await hold_mailings(turn.session, turn.campaign)
    to = await _reach(turn, audience)
    other = button(texts.mailing.OTHER_AUDIENCE, RemindChoice().pack())
    if not to.people:
        await _listen(turn)
        return Screen(texts.remind.nobody_to_remind(audience, to), rows([other]))
    draft = await start_draft(
        turn.session,
        turn.person,
        FormKind.REMIND,
        now=turn.now,
        step="confirm",
        answers={
            "audience": {"whom": audience.whom, "which": audience.which},
            "newest": newest,
        },
    )
    code = to.people[0].region_code
    assert code is not None
    example = await reminder_to(turn.session, turn.campaign, code, zone=turn.zone, now=turn.now)
    text = texts.remind.preview(
        audience,
        to,
        warning=await _sent_before(turn, to),
        example=example.text,
        region=region_by_code(code),
    )
    send = button(texts.mailing.SEND, SendReminder(draft=draft.id).pack())
    cancel = button(texts.mailing.CANCEL, CancelReminder(draft=draft.id).pack())
    return Screen(text, rows([send], [other, cancel]))


async def _draft(turn: Turn, draft_id: int) -> Draft | None:
    draft = await draft_by_id(turn.session, turn.person, draft_id, None)
    return draft if draft and draft.form == FormKind.REMIND and draft.step == "confirm" else None


async def _reach(turn: Turn, audience: Audience) -> Reach:
    return await reach(turn.session, turn.campaign, audience, unreported_only=True, now=turn.now)


async def _sent_before(turn: Turn, to: Reach, after: int = 0) -> str:
    """What says that a reminder to any of these regions was sent lately; "" if none was."""
    found = await mailings_to(
        turn.session,
        [region.code for region in to.regions],
        MailingKind.REMINDER,
        since=turn.now - LATELY,
        after=after,
    )
    said = [
        texts.mailing.sent_before(mailing, author, now=turn.now, zone=turn.zone)
        for mailing, author in found[:1]
    ]
    return "".join(said)
