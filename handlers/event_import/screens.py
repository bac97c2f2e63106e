"""The preview of a file, and what came of loading it."""

from aiogram.types import InlineKeyboardButton
from sqlalchemy.ext.asyncio import AsyncSession

from domain.imports.checked import CheckedFile
from domain.imports.content import rest_of
from domain.imports.loading import Loaded
from domain.reports.status_queries import region_status
from handlers import phrases
from handlers.callbacks import ChangeReport, OpenEvents, OpenReport
from handlers.context import Context
from handlers.event_import import texts
from handlers.event_import.buttons import DropFile, LoadFile
from handlers.keyboards import MAIN, button, rows
from handlers.report_closed import REPORT_IS_SUBMITTED
from handlers.responses import Screen
from models import EventImport


def nothing_to_load(file_name: str, checked: CheckedFile) -> Screen:
    text = texts.preview.preview(file_name, checked)
    return Screen(text, rows([button(phrases.REGION_REPORT, OpenReport())]))


def preview(read: EventImport, checked: CheckedFile, year: int, *, reported: bool) -> Screen:
    """`reported`: the report is submitted, and is opened in one press with the loading."""
    note = REPORT_IS_SUBMITTED if reported else ""
    text = texts.preview.preview(read.file_name, checked, note)
    label = texts.loading.load_label(checked.new.count)
    label = texts.loading.OPEN_AND_LOAD if reported else label
    load = button(label, LoadFile(year=year, file=read.id, reopen=reported), MAIN)
    drop = button(texts.loading.CANCEL, DropFile(year=year, file=read.id))
    return Screen(text, rows([load], [drop]))


def submitted(read: EventImport, context: Context) -> Screen:
    """That the report has to be opened first, in one press with the loading."""
    year = context.campaign.year
    load = LoadFile(year=year, file=read.id, reopen=True)
    drop = button(texts.loading.CANCEL, DropFile(year=year, file=read.id))
    opening = button(texts.loading.OPEN_AND_LOAD, load, MAIN)
    return Screen(REPORT_IS_SUBMITTED, rows([opening], [drop]))


async def loaded(done: Loaded, context: Context) -> Screen:
    """With the report's submission next, unless some rows are to be mended first."""
    status = await region_status(context.session, context.campaign, context.region.code)
    submit = list[InlineKeyboardButton]()
    if status.events and not (done.refused or status.report_status.reported):
        to = ChangeReport(year=context.campaign.year, to="submitted", seen=status.version)
        submit = [button(phrases.SUBMIT_REPORT, to, MAIN)]
    return Screen(texts.loading.loaded(done), rows(submit, *_onward()))


async def loaded_before(session: AsyncSession, read: EventImport) -> Screen:
    rest = await rest_of(session, read)
    text = texts.loading.loaded_before(read.file_name, read.loaded or 0, rest.left_out)
    return Screen(text, rows(*_onward()))


def gone() -> Screen:
    return Screen(texts.loading.GONE, rows(*_onward()))


def dropped() -> Screen:
    return Screen(texts.loading.DROPPED, rows(*_onward()))


def _onward() -> list[list[InlineKeyboardButton]]:
    report = button(phrases.REGION_REPORT, OpenReport())
    return [[report], [button(phrases.MY_EVENTS, OpenEvents())]]
