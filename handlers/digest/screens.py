"""An admin's morning digest."""

from datetime import datetime, tzinfo

from domain.mailings.digest import Digest
from domain.reports.state import ReportStatus
from handlers import phrases
from handlers.callbacks import OpenRequests, OpenStatus, OpenTimeRequests, RemindWhom
from handlers.digest import texts
from handlers.keyboards import button, rows
from handlers.responses import Screen
from models import Campaign


def digest(campaign: Campaign, zone: tzinfo, seen: Digest, now: datetime) -> Screen:
    """An admin's morning digest, with what can be done about it."""
    text = texts.digest(campaign=campaign, zone=zone, seen=seen, now=now)
    stands = seen.summary
    remind = []
    if stands.reported < stands.regions:
        remind.append(button(texts.REMIND_UNREPORTED, RemindWhom(whom="unreported")))
    if stands.by_status[ReportStatus.SILENT]:
        remind.append(button(texts.REMIND_SILENT, RemindWhom(whom="silent")))
    more = [button(texts.STATUS, OpenStatus())]
    if seen.access_requests:
        requests = phrases.requests_button(seen.access_requests)
        more.append(button(requests, OpenRequests()))
    time = []
    if seen.extension_requests:
        waiting = phrases.time_requests_button(seen.extension_requests)
        time.append(button(waiting, OpenTimeRequests()))
    return Screen(text, rows(remind, more, time))
