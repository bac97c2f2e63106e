"""What is said of a region's letter to the ministry and of the picture of its report."""

from datetime import datetime, tzinfo

from domain.regions.directory import Region
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from handlers.formatting import short_deadline
from handlers.phrases import report_heading

MAKING = "Готовлю файл…"
FAILED = "Не удалось сделать файл. Попробуйте ещё раз: /report."
NOTHING_YET = "В отчёте пока нет мероприятий: письмо и картинку делать не из чего."
NOT_SUBMITTED = (
    "<b>Отчёт ещё не сдан</b>: в письме то, что сохранено сейчас. Сначала сдайте отчёт, тогда в "
    "письме будет и его номер."
)
TO_SIGN = (
    "Письмо в Минпромторг России с таблицей по форме приложения. Осталось вписать дату, номер и "
    "подписать."
)
ZERO_TO_SIGN = (
    "Письмо в Минпромторг России о том, что мероприятий не было. Осталось вписать дату, номер и "
    "подписать."
)


def letter_name(region: Region, year: int) -> str:
    """Without its ending."""
    return f"{region.name}. Письмо о Неделе качества {year}"


def letter_caption(status: RegionStatus, year: int) -> str:
    is_zero = status.report_status == ReportStatus.ZERO
    lines = [report_heading(status.region, year), ZERO_TO_SIGN if is_zero else TO_SIGN]
    return "\n".join([*lines, *([] if status.report_status.reported else [NOT_SUBMITTED])])


def picture_name(region: Region, year: int) -> str:
    return f"{region.name}. Неделя качества {year}"


def picture_caption(status: RegionStatus, year: int, made_at: datetime, zone: tzinfo) -> str:
    return f"{report_heading(status.region, year)}\nНа {short_deadline(made_at, zone)}"
