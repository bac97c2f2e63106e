"""The words on the map and the chart, and their captions."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from domain.reports.status import RegionStatus
from domain.reports.status_groups import summarize
from domain.reports.submissions_by_day import SubmissionsByDay
from handlers.formatting import figure, short_moment
from handlers.status.texts.overview import counts, reported, term
from models import Campaign

MAKING, FAILED = "Рисую…", "Не удалось сделать картинку. Попробуйте ещё раз: /map или /chart."
AS_FILE, MAP, CHART, STATUS = "Файлом, для слайда", "Карта", "График", "Кто отчитался"


def map_title(campaign: Campaign) -> str:
    return f"Неделя качества {campaign.year}: кто отчитался"


def map_subtitle(
    statuses: Sequence[RegionStatus], campaign: Campaign, now: datetime, zone: tzinfo
) -> str:
    found = summarize(statuses)
    return f"{reported(found.reported, found.regions)} регионов. {term(campaign, now, zone)}"


def map_caption(
    statuses: Sequence[RegionStatus], campaign: Campaign, now: datetime, zone: tzinfo
) -> str:
    head = f"<b>{map_title(campaign)}</b>\n{short_moment(now, zone)}"
    figures = counts(summarize(statuses), closed=campaign.closed_at is not None)
    return f"{head}. {term(campaign, now, zone)}\n\n{figures}"


def chart_title(campaign: Campaign) -> str:
    return f"Неделя качества {campaign.year}: как поступали отчёты"


def chart_subtitle(
    this: SubmissionsByDay, last: SubmissionsByDay | None, *, today: int, regions: int
) -> str:
    """`today` counted as in SubmissionsByDay."""
    came = submitted(this.until(today), regions)
    if last is None:
        return came
    then = f"{came}; {submitted_in(last.year, last.until(today))}"
    return then if last.until(today) == last.total else f"{then}, {in_all(last.total)}"


def submitted(number: int, of: int) -> str:
    return f"Поступило отчётов: {figure(number)} из {figure(of)}"


def submitted_in(year: int, number: int) -> str:
    """An earlier year's, by the day that this year has come to."""
    return f"в {year} году к этому же дню: {figure(number)}"


def in_all(number: int) -> str:
    return f"всего: {figure(number)}"


def chart_caption(
    subtitle: str, last: SubmissionsByDay | None, campaign: Campaign, now: datetime, zone: tzinfo
) -> str:
    """`subtitle` is the chart's own."""
    beside = "\nГоды сравниваются по числу дней до срока." if last else ""
    head = f"<b>{chart_title(campaign)}</b>\n{short_moment(now, zone)}"
    return (
        f"{head}. {term(campaign, now, zone)}\n\n"
        f"{subtitle}.{beside}\n"
        "Отчёт, возвращённый на доработку, считается со дня сдачи."
    )
