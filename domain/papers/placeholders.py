"""What may stand in the template of the letter: the only place where its words are named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from babel import Locale
from babel.dates import format_date

from domain.regions.directory import Region, load_regions
from domain.reports.sums import Sums
from domain.text.cleaning import drop_unwanted
from domain.text.counting import counted, figure

_RUSSIAN = Locale("ru")

# Each with what it is replaced by, as the ministry's officials read it.
PLACEHOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "орган": "кто пишет: Правительство Белгородской области",
        "регион": "Белгородская область",
        "год": "2026",
        "неделя": "9–15 ноября 2026 года",
        "день": "12 ноября 2026 года",
        "мероприятий": "число мероприятий: 12; пусто, если их не было",
        "проведений": "число проведений: 40",
        "участников": "число участников: 1 200",
        "всего_мероприятий": "12 мероприятий",
        "всего_проведений": "40 проведений",
        "всего_участников": "1 200 участников",
        "номер_отчёта": "31-2026/1; пусто, пока отчёт не сдан",
        "когда_сдан": "16 ноября 2026 года; пусто, пока отчёт не сдан",
        "исполнитель": "имя и должность координатора",
        "не_вошло": "предупреждение, если в таблицу вошли не все мероприятия; обычно пусто",
        "строки": "мероприятия, для строк таблицы",
    }
)
ROWS = "строки"
# Of each of the rows, in the order of the annex's columns.
ROW: Mapping[str, str] = MappingProxyType(
    {
        "номер": "№",
        "субъект": "субъект РФ",
        "мероприятие": "название мероприятия",
        "место": "город, организация",
        "проведений": "количество проведений",
        "участников": "количество участников",
        "публикации": "ссылки на публикации",
        "видео": "ссылки на видео",
    }
)
EXECUTOR_LEFT_OPEN = "_______________"


@dataclass(frozen=True, slots=True)
class Letter:
    """`rows` have the annex's columns, `left_out` of the events are not among them.
    `receipt_number` and `submitted_on` are None for a report that is not submitted, or was before
    reports had numbers; `executor` is empty if nobody is known."""

    region: Region
    year: int
    week: tuple[date, date]
    day: date
    sums: Sums
    receipt_number: str | None
    submitted_on: date | None
    executor: str
    rows: Iterable[tuple[object, ...]]
    left_out: int = 0


def values_of(letter: Letter) -> dict[str, object]:
    """By the names of PLACEHOLDERS."""
    sums, shown = letter.sums, letter.sums.events - letter.left_out
    return {
        "орган": letter.region.authority,
        "регион": letter.region.name,
        "год": str(letter.year),
        "неделя": _days(*letter.week),
        "день": _day(letter.day),
        "мероприятий": figure(sums.events) if sums.events else "",
        "проведений": figure(sums.times_held),
        "участников": figure(sums.participants),
        "всего_мероприятий": counted(sums.events, "мероприятие", "мероприятия", "мероприятий"),
        "всего_проведений": counted(sums.times_held, "проведение", "проведения", "проведений"),
        "всего_участников": counted(sums.participants, "участник", "участника", "участников"),
        "номер_отчёта": letter.receipt_number or "",
        "когда_сдан": _day(letter.submitted_on) if letter.submitted_on else "",
        "исполнитель": drop_unwanted(letter.executor) or EXECUTOR_LEFT_OPEN,
        "не_вошло": (
            f"В таблице первые {figure(shown)} из {figure(sums.events)} мероприятий, остальные – "
            "в электронной таблице, которая прилагается к письму."
            if letter.left_out
            else ""
        ),
        ROWS: [dict(zip(ROW, map(_cell, row), strict=True)) for row in letter.rows],
    }


def _cell(value: object) -> str:
    return figure(value) if isinstance(value, int) else drop_unwanted(str(value or ""))


def _day(day: date) -> str:
    return str(format_date(day, "d MMMM y 'года'", locale=_RUSSIAN))


def _days(first: date, last: date) -> str:
    """«9–15 ноября 2026 года», «30 октября – 5 ноября 2026 года»."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{_day(last)}"
    return f"{format_date(first, 'd MMMM', locale=_RUSSIAN)} – {_day(last)}"


def sample_of_any(now: datetime) -> Letter:
    """A sample of the region that the letter names first."""
    return sample(load_regions()[0], today=now)


def without_events(letter: Letter) -> Letter:
    return replace(letter, sums=Sums(), rows=[])


def sample(region: Region, *, today: datetime) -> Letter:
    """A made-up letter, by which a template is tried and shown."""
    return Letter(
        region=region,
        year=today.year,
        week=(date(today.year, 11, 9), date(today.year, 11, 15)),
        day=date(today.year, 11, 12),
        sums=Sums(3, 12, 1200),
        receipt_number=f"{region.code}-{today.year}/1",
        submitted_on=date(today.year, 11, 16),
        executor="Петрова Анна, ведущий специалист",
        rows=_sample_rows(region),
    )


def _sample_rows(region: Region) -> list[tuple[object, ...]]:
    site = "https://rskrf.ru/qualityday/"
    return [
        (1, region.name, "Урок качества", "Центральный город, школа № 5", 10, 250, site, ""),
        (2, region.name, "Выставка «Сделано у нас»", "Дом культуры", 1, 900, "", ""),
        (3, region.name, "Круглый стол <о качестве & мерах>", "Университет", 1, 50, site, site),
    ]
