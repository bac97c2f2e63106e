"""What is said of the copy of the report that a region keeps."""

from datetime import datetime, tzinfo

from domain.export.report_words import report_words
from domain.regions.directory import Region
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from handlers.formatting import day, figure, short_deadline, sums
from handlers.phrases import DOWNLOAD_REPORT, report_heading
from handlers.region_report.texts.report import left_out

MAKING = "Готовлю файл отчёта…"
FAILED = "Не удалось сделать файл отчёта. Попробуйте ещё раз: /report."
NOTHING_SAVED = "В отчёте нет сохранённых мероприятий: скачивать пока нечего."
NO_EVENTS_REPORTED = "В отчёте указано, что мероприятий не было: скачивать нечего."
NOT_SUBMITTED = "Отчёт не сдан: это копия того, что сохранено сейчас."
NO_SUCH_YEAR = "Отчёта за этот год нет. Текущий отчёт: /report."


def of_year(year: int) -> str:
    return f"{DOWNLOAD_REPORT}: отчёт {year} года"


def progress(done_rows: int) -> str:
    return f"{MAKING} Записано строк: {figure(done_rows)}."


def file_name(region: Region, year: int, made_at: datetime, zone: tzinfo) -> str:
    """Without its ending."""
    return f"{region.name}. Отчёт о Неделе качества {year} ({day(made_at, zone)})"


def nothing_to_copy(status: RegionStatus) -> str:
    """Instead of a file. For an alert: plain text."""
    is_zero = status.report_status == ReportStatus.ZERO
    return NO_EVENTS_REPORTED if is_zero else NOTHING_SAVED


def caption(status: RegionStatus, year: int, made_at: datetime, zone: tzinfo) -> str:
    """Where the report stands at that moment, and the sums of what is in the file."""
    words = report_words(status)
    state = f"Состояние отчёта на {short_deadline(made_at, zone)}"
    lines = [
        report_heading(status.region, year),
        f"{state}: <b>{words[0].lower()}{words[1:]}</b>",
    ]
    if not status.report_status.reported:
        lines.append(NOT_SUBMITTED)
    lines.append(sums(status.events, status.times_held, status.participants))
    return "\n".join([*lines, *([left_out(status.drafts)] if status.drafts else [])])
