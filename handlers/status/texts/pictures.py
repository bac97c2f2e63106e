"""What stands on the map and the chart, and under them."""

from collections.abc import Sequence
from datetime import datetime, tzinfo

from domain.reports.status import RegionStatus, summary
from domain.reports.submissions_by_day import Arrivals
from handlers.formatting import figure, short_moment
from handlers.status.texts.overview import counts, term
from models import Campaign

MAKING, FAILED = "Рисую…", "Не удалось сделать картинку. Попробуйте ещё раз: /map или /chart."
AS_FILE, MAP, CHART, STATUS = "Файлом, для слайда", "Карта", "График", "Состояние"


def map_title(campaign: Campaign) -> str:
    return f"Неделя качества {campaign.year}: кто отчитался"


def map_subtitle(
    statuses: Sequence[RegionStatus], campaign: Campaign, now: datetime, zone: tzinfo
) -> str:
    found = summary(statuses)
    reported = f"Отчитались {figure(found.reported)} из {figure(found.regions)} субъектов."
    return f"{reported} {term(campaign, now, zone)}"


def map_caption(
    statuses: Sequence[RegionStatus], campaign: Campaign, now: datetime, zone: tzinfo
) -> str:
    head = f"<b>{map_title(campaign)}</b>\n{short_moment(now, zone)}"
    return f"{head}. {term(campaign, now, zone)}\n\n{counts(summary(statuses))}"


def chart_title(campaign: Campaign) -> str:
    return f"Неделя качества {campaign.year}: как поступали отчёты"


def chart_subtitle(this: Arrivals, last: Arrivals | None, *, today: int, regions: int) -> str:
    """`today` counted as in Arrivals."""
    came = f"Поступило отчётов: {figure(this.until(today))} из {figure(regions)}"
    if last is None:
        return came
    then = f"{came}; в {last.year} году к этому же дню: {figure(last.until(today))}"
    return then if last.until(today) == last.total else f"{then}, всего: {figure(last.total)}"


def chart_caption(
    this: Arrivals,
    last: Arrivals | None,
    campaign: Campaign,
    now: datetime,
    zone: tzinfo,
    *,
    today: int,
    regions: int,
) -> str:
    beside = "\nГоды сравниваются по числу дней до срока." if last else ""
    head = f"<b>{chart_title(campaign)}</b>\n{short_moment(now, zone)}"
    return (
        f"{head}. {term(campaign, now, zone)}\n\n"
        f"{chart_subtitle(this, last, today=today, regions=regions)}.{beside}\n"
        "Отчёт, возвращённый на доработку, считается со дня сдачи."
    )
