"""The ministry's annex as a workbook that a region fills in and sends back: columns, checks and
examples come from the form's fields."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

from domain.event_import.samples import KIND_MEANS, SAMPLE
from domain.events.fields import FIELDS, KINDS, Field, field
from domain.regions.directory import Region
from domain.regions.towns import is_city, towns_of
from domain.spreadsheets.sheet import INDEX, Check, Column, ColumnKind, Sheet, Value
from domain.spreadsheets.xlsx import write_workbook

EVENTS, SAMPLES, KIND_LIST = "Отчёт", "Образец", "Виды"
ROOM = 5000  # rows that are checked as they are filled in
_PREPARED = 25  # rows with a number and the region
REGION_COLUMN = "Субъект РФ"
_KIND = field("kind")
_WIDTHS = {"line": 34, "count": 14, "links": 34, "choice": 26}
_HOW = (
    "Одно мероприятие – одна строка. Заполните таблицу и отправьте файл боту. "
    f"Примеры – на листе «{SAMPLES}»."
)
# By the keys of fields.
_PROMPTS = {
    "name": "Название мероприятия словами: по нему министерство его узнает.",
    "city": "Город или населённый пункт и через запятую организация: «Белгород, БГТУ».",
    "times_held": "Сколько раз проведено: целое число от 1.",
    "participants": "Сколько всего было участников, одно число. У публикаций и анонсов можно 0.",
    "publication_links": "Адреса целиком, каждый с новой строки. Нет – оставьте пустым.",
    "video_links": "Адреса целиком, каждый с новой строки. Нет – оставьте пустым.",
    "kind": "Выберите из списка. Если оставить пустым, бот определит вид по названию.",
}
_ERRORS = {
    "times_held": "Нужно целое число от 1, цифрами и без слов.",
    "participants": "Нужно целое число, цифрами и без слов: например, 120.",
    "kind": "Выберите вид из списка или оставьте ячейку пустой.",
}
# What the ministry's letter counts among each kind.
_MEANT = {
    "announcement": "Анонсы на региональных информационных ресурсах",
    "publication": "Статьи, сюжеты, посты в течение Недели качества",
    "contest": "Экскурсии и дни открытых дверей на предприятиях, мастер-классы, дегустации, "
    "награждение победителей конкурса «Неделя качества»",
    "forum": "Форумы, конференции, круглые столы, симпозиумы, презентации",
    "world_forum": "Участие в Международном форуме Всемирного дня качества",
    "exhibition": "Экспозиции, брендинг-выставки, фотовыставки",
    "fair": "Фестивали и ярмарки местных производителей",
    "branding": "Интерьеры, транспорт и носители с символикой Российского знака качества",
    "education": "Уроки качества, классные часы, конкурсы, игры и квесты в учебных заведениях",
    "other": "Всё остальное",
}
# Name, venue, counts, links, the kind's key.
_EXAMPLES: tuple[tuple[str, str, tuple[int, int], tuple[str, str], str], ...] = (
    ("Урок качества для 5–7 классов", "школа № 5", (3, 75), ("https://rskrf.ru/lesson", ""),
     "education"),
    ("Ярмарка местных производителей", "Дом культуры", (1, 1200),
     ("https://rskrf.ru/fair\nhttps://kachestvo.pro/fair", "https://vk.com/video-1_2"), "fair"),
    ("Серия статей о товарах со Знаком качества", "областная газета", (12, 0),
     ("https://rskrf.ru/articles", ""), "publication"),
)  # fmt: skip


def write_template(
    path: Path, region: Region, *, title: str, zone: tzinfo, made_at: datetime
) -> None:
    """`title` is the campaign's. Slow and blocking, for a worker."""
    sheets = [_events(region, title), _samples(region), _kinds()]
    write_workbook(path, sheets, title=f"{title}, {region.name}", zone=zone, made_at=made_at)


def annex_fields() -> list[Field]:
    """A field for each column of the annex, in their order."""
    by_column = {field.column: field for field in reversed(FIELDS) if field.column}
    return [field for field in FIELDS if field in by_column.values()]


def _columns() -> tuple[Column, ...]:
    annex = [
        Column(str(each.column), _WIDTHS[each.answers], _look(each)) for each in annex_fields()
    ]
    return (
        INDEX,
        Column(REGION_COLUMN, 22, "text"),
        *annex,
        Column(_KIND.title, _WIDTHS["choice"], "text"),
    )


def _look(of: Field) -> ColumnKind:
    return "number" if of.answers == "count" else "links" if of.answers == "links" else "text"


def _events(region: Region, title: str) -> Sheet:
    checked = (None, None, *annex_fields(), _KIND)
    return Sheet(
        EVENTS,
        _columns(),
        [(number, region.name) for number in range(1, _PREPARED + 1)],
        above=[_line(f"{title}: {region.name}"), _line(_HOW)],
        checks=[_check(column, each) for column, each in enumerate(checked) if each],
        room=ROOM,
    )


def _check(column: int, of: Field) -> Check:
    return Check(
        column,
        _PROMPTS[of.key],
        _ERRORS.get(of.key, ""),
        choices=f"'{KIND_LIST}'!$A$2:$A${len(KINDS) + 1}" if of.choices else "",
        between=_limits(of) if of.answers == "count" else None,
    )


def _limits(of: Field) -> tuple[int, int]:
    """Those of the checker itself."""
    assert isinstance(of.parse, partial)
    return of.parse.keywords["minimum"], of.parse.keywords["maximum"]


def _samples(region: Region) -> Sheet:
    town = region.name if is_city(region) else towns_of(region)[0]
    rows: list[Sequence[Value]] = [
        (number, region.name, name, f"{town}, {venue}", *counts, *links, KINDS[kind])
        for number, (name, venue, counts, links, kind) in enumerate(_EXAMPLES, start=1)
    ]
    return Sheet(SAMPLES, _columns(), rows, above=[_line(SAMPLE)])


def _line(text: str) -> Sequence[Value]:
    """Over all columns, whose own look would show where there is no cell."""
    return (text, *([""] * (len(_columns()) - 1)))


def _kinds() -> Sheet:
    columns = (Column(_KIND.title, 34, "text"), Column(KIND_MEANS, 70, "text"))
    return Sheet(KIND_LIST, columns, [(KINDS[key], _MEANT[key]) for key in KINDS])
