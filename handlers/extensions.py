"""/extend: more time for one region, until when and why."""

from collections.abc import Sequence
from typing import Literal

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, button, rows, show
from handlers.asked import Asked
from handlers.commands import (
    EXTEND,
    Said,
)
from handlers.deadline_screens import (
    extension_card,
    moment_of,
    seconds,
    tell_region,
    to_deadline,
)
from handlers.doors import (
    ExtendRegion,
    RowId,
)
from handlers.region_picker import RegionChoice, picker, search
from handlers.turn import Turn
from models import Draft, FormKind
from reports.deadlines import deadline_from
from reports.drafts import draft_by_id, draft_of, resume, start_draft
from reports.events import lock_region
from reports.extensions import REASON_LENGTH, Given, extension_of, grant
from reports.refusal import Refusal
from reports.regions import Region, region_by_code

Step = Literal["region", "until", "reason", "grant", "cancel"]


class ExtendWhich(RegionChoice, prefix="extwhich"):
    pass


class ExtendStep(CallbackData, prefix="extstep"):
    """A button of the form: another question again, giving the time, or leaving it."""

    draft: RowId
    version: RowId
    to: Step


def router() -> Router:
    router = Router(name="extensions")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(begin, Said(EXTEND))
    router.callback_query.register(begin_for, ExtendRegion.filter())
    router.callback_query.register(choose, ExtendWhich.filter())
    router.callback_query.register(press, ExtendStep.filter())
    return router


def answers_router() -> Router:
    router = Router(name="extensions' answers")
    router.message.filter(ForAdmins())
    router.message.register(take, Asked(FormKind.EXTEND))
    return router


async def begin(message: Message, turn: Turn, argument: str) -> Answers:
    if turn.campaign.closed_at is not None:
        return show(message, Screen(texts.deadlines.CAMPAIGN_IS_CLOSED))
    draft = await draft_of(turn.session, turn.person, FormKind.EXTEND)
    if argument or draft is None:
        draft = await _start(turn)
    else:
        await resume(turn.session, turn.person, draft)
    if argument:
        return show(message, await _named(draft, argument, turn))
    return show(message, await _screen(draft, turn))


async def begin_for(query: CallbackQuery, callback_data: ExtendRegion, turn: Turn) -> Answers:
    if turn.campaign.closed_at is not None:
        return show(query, Screen(texts.deadlines.CAMPAIGN_IS_CLOSED))
    return show(query, await _named(await _start(turn), callback_data.code, turn))


async def choose(query: CallbackQuery, callback_data: ExtendWhich, turn: Turn) -> Answers:
    draft = await draft_of(turn.session, turn.person, FormKind.EXTEND)
    if draft is None:
        return show(query, Screen(texts.extensions.NOT_EXTENDED))
    await resume(turn.session, turn.person, draft)  # a command may have come in between
    if not callback_data.code:
        return show(query, picker(ExtendWhich, callback_data.district))
    return show(query, await _named(draft, callback_data.code, turn))


async def take(message: Message, draft: Draft, turn: Turn) -> Answers:
    typed = message.text or message.caption or ""
    if draft.step == "region":
        return show(message, await _named(draft, typed, turn))
    try:
        if draft.step == "until":
            until = deadline_from(typed, turn.campaign, turn.now, turn.zone)
            if until <= turn.campaign.deadline:
                raise Refusal(texts.extensions.not_later(turn.campaign.deadline, turn.zone))
            _answer(draft, turn, until=seconds(until))
        elif draft.step == "reason":
            _answer(draft, turn, reason=_reason(typed))
        else:
            raise Refusal(texts.extensions.PRESS_TO_EXTEND)
    except Refusal as refused:
        return show(message, await _screen(draft, turn, texts.form.refusal(refused)))
    return show(message, await _screen(draft, turn))


async def press(query: CallbackQuery, callback_data: ExtendStep, turn: Turn) -> Answers:
    draft = await draft_by_id(turn.session, turn.person, callback_data.draft, None)
    if draft is None or draft.form != FormKind.EXTEND:
        return show(query, Screen(texts.extensions.NOT_EXTENDED, rows([to_deadline()])))
    await resume(turn.session, turn.person, draft)
    if draft.version != callback_data.version:
        return show(query, await _screen(draft, turn), toast=texts.form.FORM_MOVED_ON)
    if callback_data.to == "cancel":
        await turn.session.delete(draft)
        return show(query, Screen(texts.extensions.NOT_EXTENDED))
    if turn.campaign.closed_at is not None:
        return show(query, Screen(texts.deadlines.CAMPAIGN_IS_CLOSED))
    if callback_data.to == "grant" and draft.step == "confirm":
        return await _grant(query, draft, turn)
    if callback_data.to == "region" or callback_data.to in draft.answers:
        draft.step = callback_data.to
    return show(query, await _screen(draft, turn))


async def _start(turn: Turn) -> Draft:
    return await start_draft(
        turn.session, turn.person, FormKind.EXTEND, now=turn.now, step="region"
    )


async def _named(draft: Draft, typed: str, turn: Turn) -> Screen:
    region = search(ExtendWhich, typed)
    if not isinstance(region, Region):
        return region
    given = await extension_of(turn.session, turn.campaign, region.code)
    _answer(draft, turn, code=region.code, was=_seen(given))
    return await _screen(draft, turn)


def _seen(given: Given | None) -> int:
    """Of the region's extension, what tells whether it is still the same."""
    return seconds(given.until) if given else 0


def _reason(typed: str) -> str:
    reason = " ".join(typed.split())
    if not 0 < len(reason) <= REASON_LENGTH:
        raise Refusal(texts.extensions.NEED_REASON)
    return reason


def _answer(draft: Draft, turn: Turn, **answers: str | int) -> None:
    """The answers, and the next question that has none yet."""
    draft.answers = {**draft.answers, **answers}
    open_ones = (step for step in ("until", "reason") if step not in draft.answers)
    draft.step = next(open_ones, "confirm")
    draft.version += 1
    draft.changed_at = turn.now


async def _screen(draft: Draft, turn: Turn, note: str = "") -> Screen:
    """The draft's question, or what is to be confirmed."""
    if draft.step == "region":
        return picker(ExtendWhich)
    region, have = region_by_code(draft.answers["code"]), draft.answers
    given = await extension_of(turn.session, turn.campaign, region.code)
    first: Sequence[Step] = ()
    back: Sequence[Step]
    if draft.step == "until":
        text = texts.extensions.ask_until(region, turn.campaign.deadline, given, turn.zone)
        back = ("region",)
    elif draft.step == "reason":
        text = texts.extensions.ask_reason(region, moment_of(have["until"]), turn.zone)
        back = ("until",)
    else:
        until = moment_of(have["until"])
        text = texts.extensions.confirm_extension(region, until, have["reason"], given, turn.zone)
        first, back = ("grant",), ("until", "reason", "region")
    keyboard = rows(*([_step(draft, to) for to in row] for row in (first, back, ("cancel",))))
    return Screen(texts.values.with_note(note, text), keyboard)


def _step(draft: Draft, to: Step) -> InlineKeyboardButton:
    label = texts.extensions.STEPS[to]
    return button(label, ExtendStep(draft=draft.id, version=draft.version, to=to).pack())


async def _grant(query: CallbackQuery, draft: Draft, turn: Turn) -> Answers:
    region, have = region_by_code(draft.answers["code"]), draft.answers
    await lock_region(turn.session, region.code)
    given = await extension_of(turn.session, turn.campaign, region.code)
    until = moment_of(have["until"])
    if _seen(given) != have["was"]:
        _answer(draft, turn, was=_seen(given))
        note = texts.extensions.extended_meanwhile(given, turn.zone)
        return show(query, await _screen(draft, turn, note))
    if until <= max(turn.campaign.deadline, turn.now):
        draft.step = "until"
        note = texts.extensions.not_later(turn.campaign.deadline, turn.zone)
        return show(query, await _screen(draft, turn, note))
    await turn.session.delete(draft)
    reason = have["reason"]
    await grant(
        turn.session, turn.campaign, region.code, until, reason, by=turn.person, now=turn.now
    )
    told = await tell_region(
        turn, region, texts.extensions.told_of_extension(region, until, reason, turn.zone)
    )
    given = Given(region.code, until, reason, turn.person.name)
    note = texts.extensions.granted(told=len(told))
    return [*show(query, extension_card(given, turn, note)), *told]
