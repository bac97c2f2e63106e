"""Why a region's report cannot be changed now."""

from collections.abc import Iterable
from datetime import datetime, tzinfo

from domain.campaigns.deadlines import deadline_of
from domain.campaigns.extensions import open_request_of
from domain.campaigns.locking import holds_everything, lock_report
from domain.people.people import admins
from domain.reports.closed import report_is_closed
from domain.reports.state import set_state
from domain.reports.status_queries import region_status
from handlers import phrases
from handlers.after_deadline import (
    ASK_FOR_TIME,
    TIME_ASKED_ALREADY,
    ask_button,
    late_button,
    late_is_taken,
    more_time,
)
from handlers.callbacks import OpenReport, Reopen
from handlers.closed_to_helper import closed_to_helper
from handlers.context import Context
from handlers.done_for_region import tell_region
from handlers.formatting import contact, short_moment
from handlers.keyboards import MAIN, button, rows
from handlers.reply_buttons import write_to_ministry
from handlers.responses import Responses, Screen
from models import Campaign, Person, RegionReport, ReportState

REPORT_IS_SUBMITTED = (
    "Отчёт региона уже сдан. Откройте его, чтобы добавить или изменить мероприятие; до новой сдачи "
    "он не будет считаться сданным."
)
OPEN_AND = {
    "add": "Открыть отчёт и добавить",
    "repeat": "Открыть отчёт и добавить",
    "edit": "Открыть отчёт и исправить",
    "mend": "Открыть отчёт и исправить",
    "delete": "Открыть отчёт и удалить",
    "restore": "Открыть отчёт и восстановить",
    "proposals": "Открыть отчёт и принять",
}

# To an admin who reports for the region.
OPEN_AGAIN = "Открыть приём снова: /campaign."
ACCEPTED_ALREADY = (
    "Отчёт региона уже принят. Чтобы изменить его, сначала верните его: /status → «Отчёт региона»."
)


def deadline_is_over(
    *,
    deadline: datetime,
    zone: tzinfo,
    admins: Iterable[Person],
    can_ask: bool = True,
    unsubmitted: int | None = None,
) -> str:
    """`can_ask`: below is the button that asks for more time. `unsubmitted` is the number of events
    in a report that can still be submitted as it is."""
    press = f"нажмите «{ASK_FOR_TIME}» или " if can_ask else ""
    over = phrases.expired(deadline, zone)
    if unsubmitted is None:
        return f"{over} {_nothing_changes(admins, press)}"
    need_time = f"{more_time(unsubmitted)}: {press}напишите {contact(admins)}."
    return f"{over} {late_is_taken(unsubmitted)} {need_time}"


def campaign_closed(campaign: Campaign, *, zone: tzinfo, admins: Iterable[Person]) -> str:
    return f"{campaign_is_closed(campaign, zone)} {_nothing_changes(admins)}"


def campaign_is_closed(campaign: Campaign, zone: tzinfo) -> str:
    assert campaign.closed_at is not None
    return (
        f"Приём отчётов о Неделе качества {campaign.year} закрыт "
        f"{short_moment(campaign.closed_at, zone)}."
    )


def report_is_accepted(*, admins: Iterable[Person]) -> str:
    return (
        "Министерство приняло отчёт региона, изменить его нельзя. Если исправить всё же нужно, "
        f"напишите {contact(admins)}: отчёт вам вернут."
    )


def _nothing_changes(admins: Iterable[Person], press: str = "") -> str:
    return f"Изменить отчёт нельзя. Если это необходимо, {press}напишите {contact(admins)}."


async def lock_own_report(context: Context) -> None:
    """Before a coordinator changes the report: one change at a time, and what the context knows
    of the report is read anew under the lock."""
    session, campaign, region_code = context.session, context.campaign, context.region.code
    if holds_everything(session):
        return
    await lock_report(session, campaign, region_code)
    context.report = await session.get(
        RegionReport, (campaign.id, region_code), populate_existing=True
    )
    context.deadline = await deadline_of(session, campaign, region_code)


def own_report_is_closed(context: Context) -> bool:
    """Whether nothing of the region's report is taken any more that is sent now. An admin enters
    what a region could not even after its deadline, until the campaign is closed."""
    if context.person.is_admin:
        return context.campaign.closed_at is not None
    returned = context.report is not None and context.report.state == ReportState.RETURNED
    return report_is_closed(
        context.campaign, context.deadline, returned=returned, now=context.sent_at
    )


def own_report_is_accepted(context: Context) -> bool:
    return context.report is not None and context.report.accepted_at is not None


async def why_closed(context: Context, then: Reopen) -> Screen | None:
    """Why nothing of the region's report can be changed now; None if it can. One that is only
    submitted is opened again by a button, which goes on with `then`."""
    if context.person.is_helper:
        return await closed_to_helper(context)
    for_good = await why_closed_for_good(context)
    if for_good is not None or not context.reported:
        return for_good
    report = button(phrases.REGION_REPORT, OpenReport())
    return Screen(REPORT_IS_SUBMITTED, rows([button(OPEN_AND[then.to], then, MAIN)], [report]))


async def why_closed_for_good(context: Context) -> Screen | None:
    """Why the report cannot be opened again either; None if it can, or is open."""
    if own_report_is_closed(context):
        return await closed(context)
    return await accepted_screen(context) if own_report_is_accepted(context) else None


async def open_own_report(context: Context) -> Responses:
    """Opens the submitted report again on the way to something else, under the lock that the caller
    holds; nothing if a colleague has done so meanwhile. What the region hears of it."""
    if not context.reported:
        return []
    code, by, state = context.region.code, context.person, ReportState.OPEN
    await set_state(context.session, context.campaign, code, state, by=by, now=context.now)
    await context.session.flush()
    return await tell_region(context, phrases.OPENED_FOR_REGION)


async def closed(context: Context) -> Screen:
    """After the deadline, with the ways to submit late and to ask for more time; or the ministry's
    last word, which more time does not change."""
    if context.on_behalf_of is not None:
        return Screen(f"{campaign_is_closed(context.campaign, context.zone)} {OPEN_AGAIN}")
    ministry = await admins(context.session)
    if context.campaign.closed_at is not None:
        text = campaign_closed(context.campaign, zone=context.zone, admins=ministry)
        return Screen(text, rows([write_to_ministry()]))
    if own_report_is_accepted(context):
        return await accepted_screen(context)
    request = await open_request_of(context.session, context.campaign, context.region.code)
    status = await region_status(context.session, context.campaign, context.region.code)
    can_be_late = status.can_be_late(context.campaign, context.sent_at)
    text = deadline_is_over(
        deadline=context.deadline,
        zone=context.zone,
        admins=ministry,
        can_ask=request is None,
        unsubmitted=status.events if can_be_late else None,
    )
    late = [late_button(status, context.campaign.year)] if can_be_late else []
    if request is not None:
        return Screen(f"{text}\n\n{TIME_ASKED_ALREADY}", rows(late, [write_to_ministry()]))
    return Screen(text, rows(late, [ask_button(context.campaign.year)]))


async def accepted_screen(context: Context) -> Screen:
    """That the ministry has accepted the report, which ends its changing."""
    if context.on_behalf_of is not None:
        return Screen(ACCEPTED_ALREADY, rows([button(phrases.REGION_REPORT, OpenReport())]))
    text = report_is_accepted(admins=await admins(context.session))
    return Screen(text, rows([write_to_ministry()]))
