"""Once a year each coordinator is asked whether they still are."""

from datetime import date
from html import escape

from babel.dates import format_date

from domain.regions.directory import Region
from handlers.formatting import RUSSIAN
from models import Campaign

_DAY = "d MMMM"
STAY = "Я остаюсь"
OTHER_YEAR = "Этот вопрос был о прошлой Неделе качества."


def question(shown: Campaign) -> str:
    """Below it come the deadline, in each coordinator's own time, too, and the question."""
    return (
        f"Минпромторг России открыл приём отчётов о Неделе качества {shown.year}. Неделя пройдёт "
        f"{_from_to(shown.week_start, shown.week_end)}, День качества – "
        f"{format_date(shown.day, _DAY, locale=RUSSIAN)}."
    )


def _from_to(first: date, last: date) -> str:
    """«с 9 по 15 ноября»."""
    beginning = "d" if first.month == last.month else _DAY
    return (
        f"с {format_date(first, beginning, locale=RUSSIAN)} по "
        f"{format_date(last, _DAY, locale=RUSSIAN)}"
    )


def stays(region: Region, year: int) -> str:
    return (
        f"<b>{escape(region.name)}</b>. Спасибо! Вы остаётесь координатором региона в {year} году."
    )
