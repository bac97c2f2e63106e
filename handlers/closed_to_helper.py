"""Why a helper can propose nothing to the region now, and whom to ask."""

from domain.people.people import coordinators
from domain.reports.closed import report_is_closed
from handlers import phrases
from handlers.callbacks import OpenOwnProposals
from handlers.context import Context
from handlers.keyboards import button, rows
from handlers.notifications import people_named
from handlers.responses import Screen
from models import ReportState

ACCEPTED = "Министерство уже приняло отчёт региона."
SUBMITTED = "Регион уже сдал отчёт."
NOTHING_MORE = "Предложить или исправить мероприятие больше нельзя."
NO_COORDINATOR = "Координатора у региона сейчас нет."


async def closed_to_helper(context: Context) -> Screen | None:
    """None if the region's report is open."""
    report, campaign = context.report, context.campaign
    if campaign.closed_at is not None:
        why = f"{phrases.closed_at(campaign, context.zone)}. {NOTHING_MORE}"
        return Screen(why, rows([button(phrases.MY_PROPOSALS, OpenOwnProposals())]))
    returned = report is not None and report.state == ReportState.RETURNED
    if report is not None and report.accepted_at is not None:
        why = ACCEPTED
    elif context.reported:
        why = SUBMITTED
    elif report_is_closed(campaign, context.deadline, returned=returned, now=context.sent_at):
        why = phrases.expired(context.deadline, context.zone)
    else:
        return None
    text = f"{why} {NOTHING_MORE} {await _whom_to_ask(context)}"
    return Screen(text, rows([button(phrases.MY_PROPOSALS, OpenOwnProposals())]))


async def _whom_to_ask(context: Context) -> str:
    people = await coordinators(context.session, context.region.code)
    if not people:
        return NO_COORDINATOR
    return f"Если это необходимо, напишите координатору региона: {people_named(people)}."
