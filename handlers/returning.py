"""An admin gives an event or a whole report back to its region, with a comment."""

from dataclasses import dataclass
from typing import Literal

from aiogram import Router
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Say, Screen, alert, button, rows, say, show
from handlers.commands import (
    OpenEvent,
    OpenRegionReport,
    OpenReport,
    ReturnEvent,
    ReturnReport,
    ReviewEvent,
    RowId,
)
from handlers.review_cards import admin_event, admin_report, as_seen, returner, to_search
from handlers.turn import Turn
from models import Draft, Event, FormKind, Person
from reports.drafts import active_draft, draft_by_id, draft_of, resume, start_draft
from reports.events import lock_region
from reports.people import coordinators
from reports.refusal import Refusal
from reports.region_reports import Standing, glance
from reports.regions import Region, region_by_code
from reports.reviewing import (
    Mark,
    event_by_id,
    mark_of,
    parse_comment,
    return_event,
    return_report,
)

# The steps of the draft.
COMMENT, CONFIRM = "comment", "confirm"


class ReturnForm(CallbackData, prefix="gbform"):
    draft: RowId
    action: Literal["send", "edit", "cancel"]


@dataclass(frozen=True, slots=True)
class Target:
    """What goes back: the event, or the region's report as a whole."""

    region: Region
    event: Event | None = None


class Commenting(Filter):
    """An admin who is asked why something goes back; passes the draft on."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Draft]:
        draft = await active_draft(turn.session, turn.person)
        if draft is None or draft.form != FormKind.RETURN:
            return False
        return {"draft": draft}


def router() -> Router:
    router = Router(name="returning")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.callback_query.register(begin_event, ReturnEvent.filter())
    router.callback_query.register(begin_report, ReturnReport.filter())
    router.callback_query.register(press, ReturnForm.filter())
    return router


def answers_router() -> Router:
    router = Router(name="returning's answers")
    router.message.filter(ForAdmins())
    router.message.register(answer, Commenting())
    return router


async def begin_event(query: CallbackQuery, callback_data: ReturnEvent, turn: Turn) -> Answers:
    event = await event_by_id(turn.session, callback_data.event, turn.campaign)
    if event is None:
        return show(query, _event_gone())
    target = Target(region_by_code(event.region_code), event)
    return await _begin(query, target, callback_data.instead_of, turn)


async def begin_report(query: CallbackQuery, callback_data: ReturnReport, turn: Turn) -> Answers:
    target = Target(region_by_code(callback_data.code))
    return await _begin(query, target, callback_data.instead_of, turn)


async def _begin(query: CallbackQuery, target: Target, instead_of: int, turn: Turn) -> Answers:
    why_not = await _why_not(turn, target)
    if why_not is not None:
        return show(query, why_not)
    draft = await draft_of(turn.session, turn.person, FormKind.RETURN)
    waiting = await _target(turn, draft) if draft is not None else None
    if draft is not None and waiting == target:
        await resume(turn.session, turn.person, draft)
        return show(query, await _screen(turn, draft, target))
    typed = draft is not None and draft.id != instead_of and draft.answers.get("comment")
    if draft is not None and waiting is not None and typed:
        return show(query, _other_waits(draft, waiting, target))
    draft = await start_draft(
        turn.session,
        turn.person,
        FormKind.RETURN,
        now=turn.now,
        step=COMMENT,
        answers={"region": target.region.code, "seen": await _seen(turn, target)},
        campaign_id=turn.campaign.id,
        event_id=target.event.id if target.event else None,
    )
    return show(query, await _screen(turn, draft, target))


async def answer(message: Message, draft: Draft, turn: Turn) -> Answers:
    target = await _target(turn, draft)
    if target is None:
        await turn.session.delete(draft)
        return show(message, _event_gone())
    typed = message.text or message.caption
    if typed is None:
        return show(message, await _screen(turn, draft, target, note=texts.returning.NEED_TEXT))
    if typed.strip(" .!").casefold() == texts.returning.CANCEL.casefold():
        return await _leave(message, draft, target, turn)
    try:
        comment = parse_comment(typed)
    except Refusal as refused:
        note = texts.form.refusal(refused)
        return show(message, await _screen(turn, draft, target, note=note))
    draft.answers = {**draft.answers, "comment": comment}
    draft.step, draft.changed_at = CONFIRM, turn.now
    return show(message, await _screen(turn, draft, target))


async def press(query: CallbackQuery, callback_data: ReturnForm, turn: Turn) -> Answers:
    draft = await draft_by_id(turn.session, turn.person, callback_data.draft, turn.campaign.id)
    if draft is None or draft.form != FormKind.RETURN:
        return alert(query, texts.returning.DRAFT_GONE)
    target = await _target(turn, draft)
    if target is None:
        await turn.session.delete(draft)
        return show(query, _event_gone(unsent=draft.answers.get("comment", "")))
    match callback_data.action:
        case "cancel":
            return await _leave(query, draft, target, turn)
        case "send" if draft.step == CONFIRM:
            return await _send(query, draft, target, turn)
        case "edit":
            draft.step = COMMENT
    await resume(turn.session, turn.person, draft)
    return show(query, await _screen(turn, draft, target))


async def _send(query: CallbackQuery, draft: Draft, target: Target, turn: Turn) -> Answers:
    await lock_region(turn.session, target.region.code)
    # Read again under the lock: somebody may have decided, or corrected it, just now.
    now_target, comment = await _target(turn, draft), draft.answers["comment"]
    if now_target is None:
        await turn.session.delete(draft)
        return show(query, _event_gone(unsent=comment))
    why_not = await _why_not(turn, now_target, unsent=comment)
    if why_not is not None:
        await turn.session.delete(draft)
        return show(query, why_not)
    seen = await _seen(turn, now_target)
    if seen != draft.answers["seen"]:
        draft.answers = {**draft.answers, "seen": seen}
        note = texts.returning.CHANGED_SINCE
        return show(query, await _screen(turn, draft, now_target, note=note))
    await turn.session.delete(draft)
    return await _give_back(query, now_target, comment, turn)


async def _give_back(query: CallbackQuery, target: Target, comment: str, turn: Turn) -> Answers:
    region, event = target.region, target.event
    if event is not None:
        await return_event(
            turn.session, turn.campaign, event, comment, by=turn.person, now=turn.now
        )
    else:
        await return_report(
            turn.session, turn.campaign, region.code, comment, by=turn.person, now=turn.now
        )
    people = await coordinators(turn.session, region.code)
    mine = await _card(turn, target, note=texts.returning.returned(people))
    told = [
        _to_coordinator(person, target, comment, turn)
        for person in people
        if person.blocked_at is None
    ]
    return [*show(query, mine), *told]


def _to_coordinator(person: Person, target: Target, comment: str, turn: Turn) -> Say:
    region, event = target.region, target.event
    if event is not None:
        door = button(texts.returning.OPEN_EVENT, OpenEvent(event=event.id).pack())
    else:
        door = button(texts.returning.OPEN_REPORT, OpenReport().pack())
    text = texts.returning.to_region(region, event, comment=comment)
    told = say(person.id, Screen(text, rows([door])))
    unreachable = Screen(texts.returning.unreachable(person, region=region))
    told.if_unreachable = say(turn.person.id, unreachable)
    return told


async def _target(turn: Turn, draft: Draft) -> Target | None:
    """What the draft is about, as it is now; None if that is no longer there."""
    region = region_by_code(draft.answers["region"])
    if draft.campaign_id != turn.campaign.id:
        return None
    if draft.event_id is None:
        return Target(region)
    event = await event_by_id(turn.session, draft.event_id, turn.campaign)
    return None if event is None else Target(region, event)


async def _why_not(turn: Turn, target: Target, *, unsent: str = "") -> Screen | None:
    """Why it cannot be returned now: that has been done, by whom; or there is nothing to."""
    if turn.campaign.closed_at is not None:
        text = texts.returning.refused(texts.returning.CAMPAIGN_CLOSED, unsent=unsent)
        return Screen(text, rows([_to_card(target)]))
    if target.event is not None:
        event = target.event
        if mark_of(event) != Mark.RETURNED or event.returned_at is None:
            return None
        by, at, comment = await returner(turn, event), event.returned_at, event.return_comment
    else:
        seen = await glance(turn.session, turn.campaign, target.region.code)
        if seen.standing.reported:
            return None
        if seen.standing != Standing.RETURNED or seen.returned_at is None:
            text = texts.returning.refused(texts.returning.NOT_SUBMITTED, unsent=unsent)
            return Screen(text, rows([_to_card(target)]))
        by, at, comment = seen.returned_by or "", seen.returned_at, seen.return_comment
    text = texts.returning.already(by=by, at=at, comment=comment, zone=turn.zone, unsent=unsent)
    return Screen(text, rows([_to_card(target)]))


async def _seen(turn: Turn, target: Target) -> str:
    if target.event is not None:
        return as_seen(target.event)
    return (await glance(turn.session, turn.campaign, target.region.code)).decision


async def _screen(turn: Turn, draft: Draft, target: Target, note: str = "") -> Screen:
    region, event, comment = target.region, target.event, draft.answers.get("comment", "")
    cancel = button(texts.returning.CANCEL, _form(draft, "cancel"))
    if draft.step == COMMENT:
        text = texts.returning.ask(region, event, comment=comment, note=note)
        return Screen(text, rows([cancel]))
    text = texts.returning.confirm(
        region,
        event,
        comment=comment,
        people=await coordinators(turn.session, region.code),
        note=note,
    )
    send = button(texts.returning.SEND, _form(draft, "send"))
    edit = button(texts.returning.EDIT_COMMENT, _form(draft, "edit"))
    return Screen(text, rows([send], [edit, cancel]))


def _form(draft: Draft, action: Literal["send", "edit", "cancel"]) -> str:
    return ReturnForm(draft=draft.id, action=action).pack()


def _other_waits(draft: Draft, waiting: Target, target: Target) -> Screen:
    text = texts.returning.other_waits(
        waiting.region, waiting.event, comment=draft.answers["comment"]
    )
    go_on = button(texts.returning.GO_ON, _door(waiting))
    other = button(texts.returning.RETURN_OTHER, _door(target, instead_of=draft.id))
    return Screen(text, rows([go_on], [other]))


def _door(target: Target, instead_of: int = 0) -> str:
    if target.event is not None:
        return ReturnEvent(event=target.event.id, instead_of=instead_of).pack()
    return ReturnReport(code=target.region.code, instead_of=instead_of).pack()


async def _leave(
    event: Message | CallbackQuery, draft: Draft, target: Target, turn: Turn
) -> Answers:
    await turn.session.delete(draft)
    return show(event, await _card(turn, target))


async def _card(turn: Turn, target: Target, note: str = "") -> Screen:
    if target.event is not None:
        return await admin_event(turn, target.event, note=note)
    return await admin_report(turn, target.region, note=note)


def _to_card(target: Target) -> InlineKeyboardButton:
    if target.event is not None:
        return button(texts.returning.TO_EVENT, ReviewEvent(event=target.event.id).pack())
    return button(texts.returning.TO_REPORT, OpenRegionReport(code=target.region.code).pack())


def _event_gone(unsent: str = "") -> Screen:
    text = texts.returning.refused(texts.review.EVENT_GONE, unsent=unsent)
    return Screen(text, rows([to_search()]))
