"""The morning digest as an admin gets it."""

from datetime import datetime, tzinfo

from domain.mailings.digest import Digest
from domain.reports.state import ReportStatus
from handlers import phrases
from handlers.callbacks import OpenRequests, OpenStatus, OpenTimeRequests, RemindWhom
from handlers.digest import texts
from handlers.keyboards import MAIN, button, rows
from handlers.responses import Screen
from models import Campaign


def digest(campaign: Campaign, zone: tzinfo, seen: Digest, now: datetime) -> Screen:
    """With buttons for what can be done about it."""
    text = texts.digest(campaign=campaign, zone=zone, seen=seen, now=now)
    summary = seen.summary
    remind = []
    if summary.reported < summary.regions:
        whom = RemindWhom(whom="unreported")
        remind.append([button(texts.REMIND_UNREPORTED, whom, MAIN)])
    if summary.by_status[ReportStatus.NOT_BEGUN]:
        remind.append([button(texts.REMIND_NOT_BEGUN, RemindWhom(whom="silent"))])
    look = [button(texts.STATUS, OpenStatus())]
    if seen.access_requests:
        look.append(button(phrases.requests_button(seen.access_requests), OpenRequests()))
    extend = []
    if seen.extension_requests:
        label = phrases.time_requests_button(len(seen.extension_requests))
        extend.append(button(label, OpenTimeRequests()))
    return Screen(text, rows(*remind, look, extend)).kept()
