"""Each kind of file that is sent or taken: what makes or takes it, and what is said meanwhile."""

from aiogram.enums import ChatAction

from bot.files.event_import import make_empty_annex_for, take_events_for
from bot.files.history import make_history_for
from bot.files.invitations import make_invitations_for
from bot.files.letter_template import make_template_for, take_template_for
from bot.files.picture import make_picture_for
from bot.files.region_paper import make_region_paper_for
from bot.files.region_report import make_region_report_for, make_submitted_for
from bot.files.send import MakeFor, Messages
from bot.files.take import TakeFor
from bot.files.workbook import make_workbook_for
from handlers.event_import import texts as import_texts
from handlers.export import texts as export_texts
from handlers.history import texts as history_texts
from handlers.invitations import texts as invitations_texts
from handlers.letter_template import texts as template_texts
from handlers.region_report import texts as report_texts
from handlers.responses import (
    CheckTemplate,
    SendEmptyAnnex,
    SendFile,
    SendHistory,
    SendInvitations,
    SendPicture,
    SendRegionPaper,
    SendRegionReport,
    SendSubmitted,
    SendTemplate,
    SendWorkbook,
    TakeEvents,
    TakeFile,
)
from handlers.status import texts as status_texts

FILES: dict[type[SendFile], tuple[MakeFor, Messages]] = {
    SendWorkbook: (
        make_workbook_for,
        Messages(
            making=export_texts.MAKING_WORKBOOK,
            failed=export_texts.WORKBOOK_FAILED,
            progress=export_texts.workbook_progress,
        ),
    ),
    SendRegionReport: (
        make_region_report_for,
        Messages(
            making=report_texts.copy.MAKING,
            failed=report_texts.copy.FAILED,
            progress=report_texts.copy.progress,
        ),
    ),
    SendRegionPaper: (
        make_region_paper_for,
        Messages(making=report_texts.papers.MAKING, failed=report_texts.papers.FAILED),
    ),
    SendTemplate: (
        make_template_for,
        Messages(making=template_texts.MAKING, failed=template_texts.FAILED),
    ),
    SendSubmitted: (
        make_submitted_for,
        Messages(
            making=report_texts.copy.MAKING,
            failed=report_texts.submitted.FAILED,
            progress=report_texts.copy.progress,
        ),
    ),
    SendHistory: (
        make_history_for,
        Messages(
            making=history_texts.MAKING_FILE,
            failed=history_texts.FILE_FAILED,
            progress=export_texts.workbook_progress,
        ),
    ),
    SendPicture: (
        make_picture_for,
        Messages(making=status_texts.pictures.MAKING, failed=status_texts.pictures.FAILED),
    ),
    SendInvitations: (
        make_invitations_for,
        Messages(
            making=invitations_texts.MAKING,
            failed=invitations_texts.MAKING_FAILED,
        ),
    ),
    SendEmptyAnnex: (
        make_empty_annex_for,
        Messages(
            making=import_texts.file.MAKING_TEMPLATE, failed=import_texts.file.TEMPLATE_FAILED
        ),
    ),
}

TAKEN: dict[type[TakeFile], tuple[TakeFor, Messages]] = {
    TakeEvents: (
        take_events_for,
        Messages(
            making=import_texts.file.READING,
            failed=import_texts.file.READING_FAILED,
            progress=import_texts.file.progress,
            action=ChatAction.TYPING,
        ),
    ),
    CheckTemplate: (
        take_template_for,
        Messages(
            making=template_texts.CHECKING,
            failed=template_texts.CHECK_FAILED,
            action=ChatAction.TYPING,
        ),
    ),
}
