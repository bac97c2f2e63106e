"""The way to submit a report again that was opened again or returned, below what changed in it."""

from aiogram.types import InlineKeyboardButton

from domain.reports.status_queries import region_status
from handlers import phrases
from handlers.callbacks import ChangeReport
from handlers.context import Context
from handlers.keyboards import MAIN, button, rows
from handlers.responses import Screen
from models import ReportState

SUBMIT_MENDED = (
    "Министерство увидит исправления, когда отчёт будет сдан снова. Когда исправите всё, нажмите "
    f"«{phrases.SUBMIT_REPORT}»."
)
SUBMIT_AGAIN = f"Отчёт открыт и пока не сдан. Когда закончите, нажмите «{phrases.SUBMIT_REPORT}»."


async def with_submission(changed: Screen, context: Context) -> Screen:
    """The screen after a change: whoever has submitted the report once may not think of doing it
    again."""
    if context.report is None or context.reported:
        return changed
    status = await region_status(context.session, context.campaign, context.region.code)
    if not status.events:
        return changed
    again = ChangeReport(year=context.campaign.year, to="submitted", seen=status.version)
    submit = button(phrases.SUBMIT_REPORT, again, MAIN)
    why = SUBMIT_MENDED if context.report.state == ReportState.RETURNED else SUBMIT_AGAIN
    others = ([_secondary(each) for each in row] for row in changed.buttons)
    return Screen(f"{changed.text}\n\n{why}", rows([submit], *others))


def _secondary(button: InlineKeyboardButton) -> InlineKeyboardButton:
    """Beside a new main button."""
    return button.model_copy(update={"style": None}) if button.style == MAIN else button
