"""News of a region for those admins who want it at once (/digest): it has joined, or it has
submitted its report for the first time."""

from html import escape

from domain.people.people import admins, is_last_coordinator
from domain.regions.directory import Region, region_by_code
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from handlers.callbacks import OpenRegion
from handlers.context import Context
from handlers.formatting import events_count, person_name
from handlers.keyboards import button, rows
from handlers.responses import Responses, Screen, say
from models import Person, RegionNews

TO_REGION = "Открыть регион"


def joined(region: Region, coordinator: Person) -> str:
    return (
        f"Подключён регион: <b>{escape(region.name)}</b>, координатор – {person_name(coordinator)}."
    )


def submitted(status: RegionStatus) -> str:
    late = " с опозданием" if status.late else ""
    region = escape(status.region.name)
    if status.report_status == ReportStatus.ZERO:
        return f"Сообщено{late}, что мероприятий не было: <b>{region}</b>."
    return f"Сдан отчёт{late}: <b>{region}</b>, {events_count(status.events)}."


async def tell_of_joining(context: Context, person: Person) -> Responses:
    """If the region had no coordinator before this one."""
    if person.region_code is None or not await is_last_coordinator(context.session, person):
        return []
    region = region_by_code(person.region_code)
    return await _tell(context, region, joined(region, person))


async def tell_of_submitting(context: Context, status: RegionStatus) -> Responses:
    return await _tell(context, status.region, submitted(status))


async def _tell(context: Context, region: Region, text: str) -> Responses:
    to_region = rows([button(TO_REGION, OpenRegion(code=region.code))])
    screen = Screen(text, to_region).kept()
    return [
        say(admin.id, screen)
        for admin in await admins(context.session)
        if admin.region_news == RegionNews.AT_ONCE
        and admin.blocked_at is None
        and admin.id != context.person.id
    ]
