"""A saved event as its coordinators see it."""

from domain.events.fields import FIELDS
from domain.events.repository import answers_of
from domain.reports.status_queries import region_status
from handlers import phrases
from handlers.callbacks import (
    ChangeReport,
    DeleteEvent,
    EditEvent,
    NewEvent,
    OpenEvent,
    OpenEvents,
    OpenReport,
)
from handlers.context import Context
from handlers.event_form import texts
from handlers.keyboards import MAIN, button, copy_button, pairs, rows
from handlers.of_year import event_of_earlier_year
from handlers.reply_buttons import write_to_ministry
from handlers.responses import Screen
from models import Event


def event_card(event: Event, context: Context) -> Screen:
    text = texts.saved_events.event_card(
        event, answers_of(event), context.own_zone, reported=context.reported
    )
    edit = button(texts.form.EDIT, EditEvent(event=event.id), MAIN)
    events = button(phrases.MY_EVENTS, OpenEvents())
    delete = button(texts.saved_events.DELETE, DeleteEvent(event=event.id))
    return Screen(text, rows([edit, delete], [events]))


async def event_gone(context: Context, event_id: int | None) -> Screen:
    """Why this year's report has no such event: it is an earlier year's, or deleted."""
    earlier = await event_of_earlier_year(context, event_id)
    if earlier is not None:
        return earlier
    return Screen(texts.form.EVENT_GONE, rows([button(phrases.MY_EVENTS, OpenEvents())]))


def draft_gone(text: str, year: int) -> Screen:
    return Screen(text, rows([button(phrases.NEW_EVENT, NewEvent(year=year))]))


def event_fields(event: Event, context: Context) -> Screen:
    """Which field of a saved event to change."""
    fields = [button(field.title, EditEvent(event=event.id, field=field.key)) for field in FIELDS]
    back = button(texts.form.TO_CARD, OpenEvent(event=event.id))
    text = texts.saved_events.which_field(event, context.own_zone, reported=context.reported)
    return Screen(text, rows(*pairs(fields), [back]))


async def receipt(event: Event, context: Context) -> Screen:
    more = button(texts.saved_events.ONE_MORE, NewEvent(year=context.campaign.year), MAIN)
    report = button(phrases.REGION_REPORT, OpenReport())
    events = button(phrases.MY_EVENTS, OpenEvents())
    number = texts.form.event_reference(event, context.region)
    copy = copy_button(texts.form.COPY_NUMBER, number)
    is_first = context.report is None  # with nothing submitted or returned before
    write = [] if context.on_behalf_of else [write_to_ministry()]
    text = texts.form.receipt(event, context.own_zone, is_first=is_first)
    screen = Screen(text, rows([more], [report, events], [copy], write))
    return (await with_submission(screen, context)).kept()


async def with_submission(changed: Screen, context: Context) -> Screen:
    """The screen after a change, with the way to submit a report again that was opened again or
    returned: whoever has submitted it once may not think of that."""
    if context.report is None or context.reported:
        return changed
    status = await region_status(context.session, context.campaign, context.region.code)
    if not status.events:
        return changed
    again = ChangeReport(year=context.campaign.year, to="submitted", seen=status.version)
    submit = button(phrases.SUBMIT_REPORT, again, MAIN)
    text = f"{changed.text}\n\n{texts.form.SUBMIT_AGAIN}"
    return Screen(text, rows([submit], *changed.buttons))
