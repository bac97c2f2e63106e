"""/history: who did what and when with an event, a region or a person, on screen and as a file."""

import re
from collections.abc import Sequence
from functools import partial

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from domain.audit.trail import record
from domain.history.history import history_page
from domain.history.subjects import (
    EVERYTHING,
    EXPORT_ACTIONS,
    Subject,
    numbered_event,
    person_subject,
    region_subject,
    subject_of,
)
from domain.people.search import is_id_or_username, people_called, people_named, regions_so_called
from domain.regions.directory import Region
from handlers import phrases
from handlers.callbacks import OpenHistory, OpenRegion, RowId, Year
from handlers.context import Context
from handlers.history import texts
from handlers.keyboards import button, columns, rows
from handlers.menu import HISTORY
from handlers.on_behalf import restore_button
from handlers.region_picker import RegionChoice, picker, search
from handlers.responses import Responses, Screen, SendHistory, Toast, alert, show
from handlers.routes import command, press
from models import Event, Person

LATEST = 5
SHOWN = 15  # people of one name; more would not fit into a message
# «белгород 12», «белгород № 12», «белгород 12 2025»: a region, the number of an event in its
# report, and the year, which may be left out.
_REGION_AND_NUMBER = re.compile(
    r"(?P<region>\S.*?)[\s,№#]+(?P<number>\d{1,9})(?:[\s,]+(?P<year>\d{4}))?"
)


class DownloadHistory(CallbackData, prefix="history_file"):
    subject: str
    id: str


class HistoryRegion(RegionChoice, prefix="history_region"):
    number: RowId = 0  # of an event, if one was asked for
    year: Year = 0  # of its report; 0 for the current one


async def ask(message: Message, context: Context, argument: str) -> Responses:
    typed = argument.strip()
    if not typed:
        return show(message, await _overview(context))
    if is_id_or_username(typed):
        people = await people_called(context.session, typed)
        screen = await _of_people(context, people) if people else Screen(texts.NO_SUCH_PERSON)
        return show(message, screen)
    numbered = _REGION_AND_NUMBER.fullmatch(typed)
    name = numbered["region"] if numbered else typed
    people = await people_named(context.session, typed)
    if people:
        return show(message, await _of_people(context, people, regions_so_called(name)))
    number, year = (int(numbered["number"]), int(numbered["year"] or 0)) if numbered else (0, 0)
    return show(message, await _of_region(context, name, number, year))


async def choose_region(
    query: CallbackQuery, callback_data: HistoryRegion, context: Context
) -> Responses:
    number, year = callback_data.number, callback_data.year
    if not callback_data.code:
        choice = partial(HistoryRegion, number=number, year=year)
        return show(query, picker(choice, callback_data.district))
    return show(query, await _of_region(context, callback_data.code, number, year))


async def open_history(
    query: CallbackQuery, callback_data: OpenHistory, context: Context
) -> Responses:
    subject = await subject_of(context.session, callback_data.subject, callback_data.id)
    if subject is None:
        return alert(query, texts.SUBJECT_GONE)
    return show(query, await _history(context, subject, callback_data.page))


async def download(
    query: CallbackQuery, callback_data: DownloadHistory, context: Context
) -> Responses:
    subject = await subject_of(context.session, callback_data.subject, callback_data.id)
    if subject is None:
        return alert(query, texts.SUBJECT_GONE)
    # The file is full of names, so who downloaded it is on record as well.
    record(
        context.session,
        EXPORT_ACTIONS[subject.kind],
        subject.id,
        now=context.now,
        by=context.person,
        region_code=subject.id if subject.kind == "region" else None,
    )
    file = SendHistory(chat_id=context.person.id, subject=subject.kind, id=subject.id)
    return [Toast(query_id=query.id), file]


async def _of_region(context: Context, typed: str, number: int = 0, year: int = 0) -> Screen:
    choice = partial(HistoryRegion, number=number, year=year)
    region = search(choice, typed, unknown=texts.NOT_FOUND)
    if not isinstance(region, Region):
        return region
    if not number:
        return await _history(context, region_subject(region))
    year = year or context.campaign.year
    event = await numbered_event(context.session, year, region.code, number)
    if event is not None:
        return await _history(context, event)
    of_region = button(texts.REGION_HISTORY, OpenHistory(subject="region", id=region.code))
    return Screen(texts.no_such_event(region, number, year), rows([of_region]))


async def _of_people(
    context: Context, people: Sequence[Person], regions: Sequence[Region] = ()
) -> Screen:
    """`regions` have that name, too."""
    if len(people) == 1 and not regions:
        return await _history(context, person_subject(people[0]))
    shown = people[:SHOWN]
    buttons = [
        *(button(region.name, OpenHistory(subject="region", id=region.code)) for region in regions),
        *(
            button(phrases.person_button(person), OpenHistory(subject="person", id=str(person.id)))
            for person in shown
        ),
    ]
    text = texts.several_people(found=len(people), shown=len(shown), regions=bool(regions))
    return Screen(text, rows(*columns(buttons, 1)))


async def _overview(context: Context) -> Screen:
    latest = await history_page(context.session, EVERYTHING, 0, LATEST)
    download_all = rows([_download_button(EVERYTHING, texts.DOWNLOAD_ALL)])
    return Screen(texts.overview(latest, context.zone), download_all)


async def _history(context: Context, subject: Subject, page: int = 0) -> Screen:
    entries = await history_page(context.session, subject, page)
    pager = [
        button(label, OpenHistory(subject=subject.kind, id=subject.id, page=number))
        # The newest come first, so earlier actions are on the next page.
        for label, number in ((texts.NEWER, entries.number - 1), (texts.OLDER, entries.number + 1))
        if 0 <= number < entries.pages
    ]
    download = [_download_button(subject, texts.DOWNLOAD)] if entries.total else []
    back = []
    if subject.kind == "region":
        back = [button(texts.TO_REGION, OpenRegion(code=subject.id))]
    restore = await _restore(context, subject)
    text = texts.history(subject, entries, context.zone)
    return Screen(text, rows(restore, pager, download, back))


async def _restore(context: Context, subject: Subject) -> list[InlineKeyboardButton]:
    """Takes the event back, if it is deleted and its report can still be changed."""
    campaign = context.campaign
    if subject.kind != "event" or campaign.closed_at is not None:
        return []
    event = await context.session.get_one(Event, int(subject.id))
    is_there = event.deleted_at is None or event.campaign_id != campaign.id
    return [] if is_there else [restore_button(event)]


def _download_button(subject: Subject, label: str) -> InlineKeyboardButton:
    return button(label, DownloadHistory(subject=subject.kind, id=subject.id))


ROUTES = (
    command(HISTORY, ask),
    press(HistoryRegion, choose_region),
    press(OpenHistory, open_history),
    press(DownloadHistory, download),
)
