"""Screens that more than one conversation shows."""

from datetime import datetime, tzinfo

from aiogram.types import InlineKeyboardMarkup

from handlers import texts
from handlers.answers import Answers, Screen, SendPicture, button, columns, rows, say
from handlers.commands import keyboard
from handlers.doors import (
    AskForAccess,
    AskForTime,
    DeleteEvent,
    DropDraft,
    EditEvent,
    NewEvent,
    OpenEvent,
    OpenEvents,
    OpenPicture,
    OpenReport,
    OpenRequests,
    OpenStatus,
    OpenTimeRequests,
    RemindWhom,
    ResumeDraft,
    StillCoordinator,
)
from handlers.request_cards import role_asked
from handlers.turn import Turn
from models import Campaign, Draft, Event, FormKind, Person, Role
from reports.access_requests import open_request, open_requests
from reports.deadlines import deadline_of, report_is_closed
from reports.digest import Digest
from reports.drafts import waiting_event
from reports.events import answers_of
from reports.extensions import open_request_of
from reports.fields import FIELDS
from reports.people import admins
from reports.region_reports import ReportGlance, Standing, glance, is_submitted
from reports.regions import Region, region_by_code


async def home(turn: Turn) -> Screen:
    """The first screen: for whoever is known already, with the standing keyboard."""
    if turn.person.is_admin:
        requests = len(await open_requests(turn.session))
        text = texts.home.admin_home(campaign=turn.campaign, zone=turn.zone, requests=requests)
        return Screen(text, keyboard(Role.ADMIN))
    if not turn.person.is_coordinator:
        request = await open_request(turn.session, turn.person)
        if request is not None:
            return Screen(texts.joining.request_waits(role=role_asked(request)))
        ask = button(texts.joining.ASK_FOR_ACCESS, AskForAccess().pack())
        return Screen(texts.joining.STRANGER, rows([ask]))
    text = texts.home.coordinator_home(
        region=turn.region, campaign=turn.campaign, deadline=turn.deadline, zone=turn.zone
    )
    return Screen(text, keyboard(Role.COORDINATOR))


async def welcome(person: Person, turn: Turn) -> Screen:
    """What a coordinator sees first after joining."""
    assert person.region_code is not None
    region = region_by_code(person.region_code)
    deadline = await deadline_of(turn.session, turn.campaign, region.code)
    text = texts.home.welcome(
        region=region, campaign=turn.campaign, deadline=deadline, zone=turn.zone
    )
    return Screen(text, keyboard(Role.COORDINATOR))


async def what_waits(turn: Turn) -> Answers:
    """A reminder of the coordinator's unfinished event, if there is one."""
    if not turn.person.is_coordinator:
        return []
    draft = await waiting_event(turn.session, turn.person, turn.campaign.id)
    return [say(turn.person.id, draft_waits(draft))] if draft and draft.answers else []


def draft_waits(draft: Draft) -> Screen:
    """An unfinished draft, and what can be done with it."""
    go_on = button(texts.form.CONTINUE, ResumeDraft(draft=draft.id).pack())
    if draft.form == FormKind.EDIT:
        drop = button(texts.form.DROP_EDIT, DropDraft(draft=draft.id).pack())
        return Screen(texts.form.draft_waits(draft), rows([go_on, drop]))
    anew = button(texts.form.START_ANEW, NewEvent(instead_of=draft.id).pack())
    drop = button(texts.form.DROP_DRAFT, DropDraft(draft=draft.id).pack())
    return Screen(texts.form.draft_waits(draft), rows([go_on], [anew, drop]))


async def why_closed(turn: Turn) -> Screen | None:
    """Why nothing of the region's report can be changed now; None if it can."""
    if await report_is_closed(turn.session, turn.campaign, turn.region.code, turn.now):
        return await closed(turn)
    if await is_submitted(turn.session, turn.campaign, turn.person.region_code):
        accepted = await accepted_screen(turn)
        if accepted is not None:
            return accepted
        report = button(texts.report.REGION_REPORT, OpenReport().pack())
        return Screen(texts.form.REPORT_IS_SUBMITTED, rows([report]))
    return None


async def closed(turn: Turn) -> Screen:
    """After the deadline, with the way to ask for more time; or the ministry's last word."""
    contact = await admins(turn.session)
    if turn.campaign.closed_at is not None:
        return Screen(texts.form.campaign_closed(turn.campaign, zone=turn.zone, admins=contact))
    text = texts.form.closed(deadline=turn.deadline, zone=turn.zone, admins=contact)
    if await open_request_of(turn.session, turn.campaign, turn.region.code) is not None:
        return Screen(f"{text}\n\n{texts.more_time.TIME_ASKED_ALREADY}")
    ask = button(texts.more_time.ASK_FOR_TIME, AskForTime().pack())
    return Screen(text, rows([ask]))


async def accepted_screen(turn: Turn) -> Screen | None:
    """That the ministry has accepted the report, which ends its changing; None if it has not."""
    seen = await glance(turn.session, turn.campaign, turn.region.code)
    if seen.accepted_at is None:
        return None
    contact = await admins(turn.session)
    return Screen(texts.review.report_is_accepted(admins=contact))


def event_card(event: Event, zone: tzinfo, *, note: str = "") -> Screen:
    text = texts.report.event_card(event, answers_of(event), zone, note=note)
    edit = button(texts.form.EDIT, EditEvent(event=event.id).pack())
    events = button(texts.report.MY_EVENTS, OpenEvents().pack())
    delete = button(texts.report.DELETE, DeleteEvent(event=event.id).pack())
    return Screen(text, rows([edit, delete], [events]))


def event_fields(event: Event) -> Screen:
    """Which field of a saved event to change."""
    fields = [
        button(each.title, EditEvent(event=event.id, field=each.key).pack()) for each in FIELDS
    ]
    back = button(texts.form.TO_CARD, OpenEvent(event=event.id).pack())
    return Screen(texts.form.WHICH_FIELD, rows(*columns(fields, 2), [back]))


def receipt(event: Event, zone: tzinfo) -> Screen:
    more = button(texts.report.ONE_MORE, NewEvent().pack())
    events = button(texts.report.MY_EVENTS, OpenEvents().pack())
    report = button(texts.report.REGION_REPORT, OpenReport().pack())
    return Screen(texts.form.receipt(event, zone), rows([more], [events, report]))


def under_picture(picture: SendPicture) -> InlineKeyboardMarkup:
    """Below the map or the chart: the same one for a slide, and the words to it."""
    file = OpenPicture(what=picture.what, year=picture.year, as_file=True)
    as_file = [] if picture.as_file else [button(texts.pictures.AS_FILE, file.pack())]
    status = button(texts.pictures.STATUS, OpenStatus(year=picture.year).pack())
    return rows(as_file, [status])


def reminder(
    campaign: Campaign,
    deadline: datetime,
    zone: tzinfo,
    region: Region,
    seen: ReportGlance,
    now: datetime,
) -> Screen:
    text = texts.reminders.reminder(
        campaign=campaign, deadline=deadline, zone=zone, region=region, seen=seen, now=now
    )
    report = button(texts.report.REGION_REPORT, OpenReport().pack())
    new = button(texts.report.NEW_EVENT, NewEvent().pack())
    return Screen(text, rows([new, report]))


def digest(campaign: Campaign, zone: tzinfo, seen: Digest, now: datetime) -> Screen:
    """An admin's morning digest, with what can be done about it."""
    text = texts.digest.digest(campaign=campaign, zone=zone, seen=seen, now=now)
    stands = seen.stands
    remind = []
    if stands.reported < stands.regions:
        remind.append(button(texts.digest.REMIND_UNREPORTED, RemindWhom(whom="unreported").pack()))
    if stands.standings[Standing.SILENT]:
        remind.append(button(texts.digest.REMIND_SILENT, RemindWhom(whom="silent").pack()))
    more = [button(texts.digest.STATUS, OpenStatus().pack())]
    if seen.access_requests:
        requests = texts.people.requests_button(seen.access_requests)
        more.append(button(requests, OpenRequests().pack()))
    time = []
    if seen.extension_requests:
        waiting = texts.deadlines.requests_button(seen.extension_requests)
        time.append(button(waiting, OpenTimeRequests().pack()))
    return Screen(text, rows(remind, more, time))


def still_keyboard(campaign: Campaign) -> InlineKeyboardMarkup:
    """Under the question, asked once in a new year, whether one still is the coordinator."""
    yes = button(
        texts.campaigns.STILL_YES, StillCoordinator(year=campaign.year, answer="yes").pack()
    )
    no = button(texts.campaigns.STILL_NO, StillCoordinator(year=campaign.year, answer="no").pack())
    return rows([yes], [no])
