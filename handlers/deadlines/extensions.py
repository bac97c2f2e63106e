"""/extend: more time for one region, until when and why."""

from collections.abc import Sequence
from typing import Literal

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from domain.campaigns.deadlines import deadline_from
from domain.campaigns.extensions import REASON_LENGTH, GrantedExtension, extension_of, grant
from domain.campaigns.locking import lock_region
from domain.drafts import activate, draft_by_id, draft_of, start_draft
from domain.refusal import Refusal
from domain.regions.directory import Region, region_by_code
from handlers import formatting, phrases
from handlers.callbacks import ExtendRegion, RowId
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.screens import extension_card, moment_of, seconds, to_deadline
from handlers.filters import ForAdmins
from handlers.forms.asked import Asked
from handlers.keyboards import button, rows
from handlers.menu import EXTEND, Said
from handlers.notifications import notify_region
from handlers.region_picker import RegionChoice, picker, search
from handlers.responses import Responses, Screen, show
from models import Draft, FormKind

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


async def begin(message: Message, context: Context, argument: str) -> Responses:
    if context.campaign.closed_at is not None:
        return show(message, Screen(texts.deadline.CAMPAIGN_IS_CLOSED))
    draft = await draft_of(context.session, context.person, FormKind.EXTEND)
    if argument or draft is None:
        draft = await _start(context)
    else:
        await activate(context.session, context.person, draft)
    if argument:
        return show(message, await _named(draft, argument, context))
    return show(message, await _screen(draft, context))


async def begin_for(
    query: CallbackQuery, callback_data: ExtendRegion, context: Context
) -> Responses:
    if context.campaign.closed_at is not None:
        return show(query, Screen(texts.deadline.CAMPAIGN_IS_CLOSED))
    return show(query, await _named(await _start(context), callback_data.code, context))


async def choose(query: CallbackQuery, callback_data: ExtendWhich, context: Context) -> Responses:
    draft = await draft_of(context.session, context.person, FormKind.EXTEND)
    if draft is None:
        return show(query, Screen(texts.extensions.NOT_EXTENDED))
    await activate(context.session, context.person, draft)  # a command may have come in between
    if not callback_data.code:
        return show(query, picker(ExtendWhich, callback_data.district))
    return show(query, await _named(draft, callback_data.code, context))


async def take(message: Message, draft: Draft, context: Context) -> Responses:
    typed = message.text or message.caption or ""
    if draft.step == "region":
        return show(message, await _named(draft, typed, context))
    try:
        if draft.step == "until":
            until = deadline_from(typed, context.campaign, context.now, context.zone)
            if until <= context.campaign.deadline:
                raise Refusal(texts.extensions.not_later(context.campaign.deadline, context.zone))
            _answer(draft, context, until=seconds(until))
        elif draft.step == "reason":
            _answer(draft, context, reason=_reason(typed))
        else:
            raise Refusal(texts.extensions.PRESS_TO_EXTEND)
    except Refusal as refused:
        return show(message, await _screen(draft, context, formatting.refusal(refused)))
    return show(message, await _screen(draft, context))


async def press(query: CallbackQuery, callback_data: ExtendStep, context: Context) -> Responses:
    draft = await draft_by_id(context.session, context.person, callback_data.draft)
    if draft is None or draft.form != FormKind.EXTEND:
        return show(query, Screen(texts.extensions.NOT_EXTENDED, rows([to_deadline()])))
    await activate(context.session, context.person, draft)
    if draft.version != callback_data.version:
        return show(query, await _screen(draft, context), toast=phrases.FORM_MOVED_ON)
    if callback_data.to == "cancel":
        await context.session.delete(draft)
        return show(query, Screen(texts.extensions.NOT_EXTENDED))
    if context.campaign.closed_at is not None:
        return show(query, Screen(texts.deadline.CAMPAIGN_IS_CLOSED))
    if callback_data.to == "grant" and draft.step == "confirm":
        return await _grant(query, draft, context)
    if callback_data.to == "region" or callback_data.to in draft.answers:
        draft.step = callback_data.to
    return show(query, await _screen(draft, context))


async def _start(context: Context) -> Draft:
    return await start_draft(
        context.session, context.person, FormKind.EXTEND, now=context.now, step="region"
    )


async def _named(draft: Draft, typed: str, context: Context) -> Screen:
    region = search(ExtendWhich, typed)
    if not isinstance(region, Region):
        return region
    given = await extension_of(context.session, context.campaign, region.code)
    _answer(draft, context, code=region.code, was=_seen(given))
    return await _screen(draft, context)


def _seen(given: GrantedExtension | None) -> int:
    """Of the region's extension, what tells whether it is still the same."""
    return seconds(given.until) if given else 0


def _reason(typed: str) -> str:
    reason = " ".join(typed.split())
    if not 0 < len(reason) <= REASON_LENGTH:
        raise Refusal(texts.extensions.NEED_REASON)
    return reason


def _answer(draft: Draft, context: Context, **answers: str | int) -> None:
    """The answers, and the next question that has none yet."""
    draft.answers = {**draft.answers, **answers}
    open_ones = (step for step in ("until", "reason") if step not in draft.answers)
    draft.step = next(open_ones, "confirm")
    draft.version += 1
    draft.changed_at = context.now


async def _screen(draft: Draft, context: Context, note: str = "") -> Screen:
    """The draft's question, or what is to be confirmed."""
    if draft.step == "region":
        return picker(ExtendWhich)
    region, have = region_by_code(draft.answers["code"]), draft.answers
    given = await extension_of(context.session, context.campaign, region.code)
    first: Sequence[Step] = ()
    back: Sequence[Step]
    if draft.step == "until":
        text = texts.extensions.ask_until(region, context.campaign.deadline, given, context.zone)
        back = ("region",)
    elif draft.step == "reason":
        text = texts.extensions.ask_reason(region, moment_of(have["until"]), context.zone)
        back = ("until",)
    else:
        until = moment_of(have["until"])
        text = texts.extensions.confirm_extension(
            region, until, have["reason"], given, context.zone
        )
        first, back = ("grant",), ("until", "reason", "region")
    keyboard = rows(*([_step(draft, to) for to in row] for row in (first, back, ("cancel",))))
    return Screen(formatting.with_note(note, text), keyboard)


def _step(draft: Draft, to: Step) -> InlineKeyboardButton:
    label = texts.extensions.STEPS[to]
    return button(label, ExtendStep(draft=draft.id, version=draft.version, to=to).pack())


async def _grant(query: CallbackQuery, draft: Draft, context: Context) -> Responses:
    region, have = region_by_code(draft.answers["code"]), draft.answers
    await lock_region(context.session, region.code)
    given = await extension_of(context.session, context.campaign, region.code)
    until = moment_of(have["until"])
    if _seen(given) != have["was"]:
        _answer(draft, context, was=_seen(given))
        note = texts.extensions.extended_meanwhile(given, context.zone)
        return show(query, await _screen(draft, context, note))
    if until <= max(context.campaign.deadline, context.now):
        draft.step = "until"
        note = texts.extensions.not_later(context.campaign.deadline, context.zone)
        return show(query, await _screen(draft, context, note))
    await context.session.delete(draft)
    reason = have["reason"]
    await grant(
        context.session,
        context.campaign,
        region.code,
        until,
        reason,
        by=context.person,
        now=context.now,
    )
    text = texts.extensions.told_of_extension(region, until, reason, context.zone)
    sent = await notify_region(context, region, Screen(text))
    given = GrantedExtension(region.code, until, reason, context.person.name)
    note = f"{texts.extensions.GRANTED} {phrases.notified(sent.reached, sent.blocked)}"
    return [*show(query, extension_card(given, context, note)), *sent.responses]
