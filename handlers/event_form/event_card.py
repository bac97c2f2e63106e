"""A saved event as its coordinators see it."""

from aiogram.types import InlineKeyboardButton

from domain.events.authors import authors_of, last_hands
from domain.events.deleted import deleted_event_of
from domain.events.earlier import last_with_events
from domain.events.fields import FIELDS
from domain.events.repository import answers_of
from domain.proposals.proposals import proposed_by
from handlers import phrases
from handlers.callbacks import (
    DeleteEvent,
    EditEvent,
    MendEvent,
    NewEvent,
    OpenEarlier,
    OpenEvent,
    OpenEvents,
    OpenReport,
    RepeatEvent,
    RestoreEvent,
)
from handlers.context import Context
from handlers.event_form import texts
from handlers.hands import is_shared, last_changed
from handlers.keyboards import MAIN, Style, button, copy_button, pairs, rows
from handlers.of_year import event_of_earlier_year
from handlers.responses import Screen
from handlers.submit_again import with_submission
from models import Event


async def event_card(event: Event, context: Context) -> Screen:
    text = texts.saved_events.event_card(
        event,
        answers_of(event),
        context.own_zone,
        reported=context.reported,
        by_whom=await _by_whom(event, context),
        proposed_by=await proposed_by(context.session, event),
    )
    to_mend = event.return_fields is not None and event.corrected_at is None
    mend = [button(texts.mending.MEND, MendEvent(event=event.id), MAIN)] if to_mend else []
    edit = button(texts.form.EDIT, EditEvent(event=event.id), None if to_mend else MAIN)
    like_it = RepeatEvent(year=context.campaign.year, event=event.id)
    repeat = button(texts.saved_events.REPEAT, like_it)
    events = button(phrases.MY_EVENTS, OpenEvents())
    delete = button(texts.saved_events.DELETE, DeleteEvent(event=event.id))
    number = texts.form.event_reference(event, context.region)
    copy = copy_button(texts.form.COPY_NUMBER, number)
    return Screen(text, rows(mend, [edit, repeat], [delete, events], [copy]))


async def _by_whom(event: Event, context: Context) -> str:
    """Who has entered or changed it last; nothing where that can only be the person who looks."""
    session, person = context.session, context.person
    hand = (await last_hands(session, [event])).get(event.id)
    if hand is None:
        return ""
    code = context.region.code
    alone = hand.id == person.id and not is_shared(
        await authors_of(session, context.campaign, code), person
    )
    return "" if alone else last_changed(hand, person, context.own_zone)


async def event_gone(context: Context, event_id: int | None) -> Screen:
    """Why this year's report has no such event: it is an earlier year's, or deleted,
    and then it can be taken back."""
    earlier = await event_of_earlier_year(context, event_id)
    if earlier is not None:
        return earlier
    code = context.region.code
    deleted = await deleted_event_of(context.session, event_id or 0, context.campaign, code)
    back = [restore_button(deleted)] if deleted else []
    return Screen(texts.form.EVENT_GONE, rows(back, [button(phrases.MY_EVENTS, OpenEvents())]))


def restore_button(event: Event) -> InlineKeyboardButton:
    return button(phrases.RESTORE_EVENT, RestoreEvent(event=event.id))


def draft_gone(text: str, year: int) -> Screen:
    return Screen(text, rows([button(phrases.NEW_EVENT, NewEvent(year=year))]))


def event_fields(event: Event, context: Context) -> Screen:
    """Which field of a saved event to change."""
    fields = [button(field.title, EditEvent(event=event.id, field=field.key)) for field in FIELDS]
    back = button(texts.form.TO_CARD, OpenEvent(event=event.id))
    text = texts.saved_events.which_field(event, context.own_zone, reported=context.reported)
    return Screen(text, rows(*pairs(fields), [back]))


async def earlier_label(context: Context) -> str | None:
    """Of a button that leads to the events of the year before; None if the region has none, and
    to its helpers, who do not see them."""
    if context.person.is_helper:
        return None
    earlier = await last_with_events(context.session, context.campaign, context.region.code)
    return None if earlier is None else texts.earlier.as_in(earlier.year, now=context.campaign.year)


async def earlier_button(
    context: Context, style: Style | None = None
) -> list[InlineKeyboardButton]:
    label = await earlier_label(context)
    return [button(label, OpenEarlier(), style)] if label else []


async def receipt(event: Event, context: Context, *, is_earlier: bool = False) -> Screen:
    """`is_earlier`: filled in from an event of an earlier year, and the next one may be, too."""
    year = context.campaign.year
    like_it = RepeatEvent(year=year, event=event.id)
    earlier = await earlier_button(context, MAIN) if is_earlier else []
    same = button(phrases.ONE_LIKE_IT, like_it, None if earlier else MAIN)
    other = [] if earlier else [button(texts.saved_events.ANOTHER, NewEvent(year=year))]
    edit = button(texts.form.EDIT, EditEvent(event=event.id))
    report = button(phrases.REGION_REPORT, OpenReport())
    events = button(phrases.MY_EVENTS, OpenEvents())
    is_first = context.report is None  # with nothing submitted or returned before
    text = texts.form.receipt(event, context.own_zone, is_first=is_first)
    screen = Screen(text, rows(earlier, [same], [*other, edit], [report, events]))
    return (await with_submission(screen, context)).kept()
