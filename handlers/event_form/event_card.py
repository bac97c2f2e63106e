"""A saved event as its coordinators see it."""

from datetime import tzinfo

from domain.events.fields import FIELDS
from domain.events.repository import answers_of
from handlers import phrases
from handlers.callbacks import DeleteEvent, EditEvent, NewEvent, OpenEvent, OpenEvents, OpenReport
from handlers.event_form import texts
from handlers.keyboards import button, columns, rows
from handlers.responses import Screen
from models import Event


def event_card(event: Event, zone: tzinfo) -> Screen:
    text = texts.saved_events.event_card(event, answers_of(event), zone)
    edit = button(texts.form.EDIT, EditEvent(event=event.id))
    events = button(phrases.MY_EVENTS, OpenEvents())
    delete = button(texts.saved_events.DELETE, DeleteEvent(event=event.id))
    return Screen(text, rows([edit, delete], [events]))


def event_fields(event: Event) -> Screen:
    """Which field of a saved event to change."""
    fields = [button(field.title, EditEvent(event=event.id, field=field.key)) for field in FIELDS]
    back = button(texts.form.TO_CARD, OpenEvent(event=event.id))
    return Screen(texts.form.WHICH_FIELD, rows(*columns(fields, 2), [back]))


def receipt(event: Event, zone: tzinfo) -> Screen:
    more = button(texts.saved_events.ONE_MORE, NewEvent())
    events = button(phrases.MY_EVENTS, OpenEvents())
    report = button(phrases.REGION_REPORT, OpenReport())
    return Screen(texts.form.receipt(event, zone), rows([more], [events, report]))
