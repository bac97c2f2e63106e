"""A made-up file of a region: school lessons of which no two are alike, as its schools report them
to it. There are as many schools as a large region has, each spelled in one way; everything is a
little untidy, as in the files that regions draw up themselves."""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.events import SEED
from domain.events.fields import FIELDS
from domain.regions.directory import Region
from domain.regions.towns import towns_of

_TITLE = "Отчёт о мероприятиях Недели качества"
_LESSONS = (
    "Урок качества", "Классный час", "Викторина", "Открытый урок", "Беседа", "Квест",
    "Интеллектуальная игра", "Урок-экскурсия", "Час качества", "Практическое занятие",
)  # fmt: skip
_THEMES = (
    "Знак качества на полке магазина", "Как читать этикетку", "Качество – это здорово",
    "Стандарты вокруг нас", "Молоко и сыр родного края", "Права потребителя",
    "Хлеб всему голова", "Игрушка без опасности", "Маркировка «Честный знак»",
    "Метрология для любознательных", "Российское – значит отличное", "Что такое ГОСТ",
)  # fmt: skip
_NAMES = (
    "МБОУ «Средняя школа № {}»", "МБОУ СОШ № {}", "школа № {}", "МОУ «Гимназия № {}»",
    "МБДОУ «Детский сад № {}»", "лицей № {}", "ОГАПОУ «Колледж № {}»",
)  # fmt: skip
_SCHOOLS_OF_REGION = 600
_STREETS = ("Ленина", "Победы", "Гагарина", "Мира", "Садовая", "Школьная")
_IN_WORDS = ("один раз", "два", "3 раза", "четыре раза", "5 занятий")
# How often something is not as the form wants it: one of so many.
_COUNT_IN_WORDS, _LINK_UNDER_WORD, _SEVERAL_LINKS = 25, 10, 8


def write_lessons(file: Path, region: Region, count: int) -> None:
    """One sheet: a title, the annex's headings, and so many rows below them."""
    random = Random(SEED)  # noqa: S311 - it is to be repeated, not to be secret
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append([_TITLE])
    columns = dict.fromkeys(str(field.column) for field in FIELDS if field.column)
    sheet.append(["№ п/п", "Субъект РФ", *columns])
    for number, row in enumerate(_rows(random, region, count), start=1):
        sheet.append([number, region.name, *row])
        for column in (7, 8):
            cell = sheet.cell(number + 2, column)
            if cell.value and random.randrange(_LINK_UNDER_WORD) == 0:
                cell.hyperlink, cell.value = str(cell.value).split("\n")[0], "Ссылка"
    book.save(file)


def _rows(random: Random, region: Region, count: int) -> Iterator[tuple[object, ...]]:
    towns = sorted(towns_of(region))
    schools = [_school(random, random.choice(towns)) for _ in range(_SCHOOLS_OF_REGION)]
    for number in range(count):
        form, group = random.randint(1, 11), random.choice("АБВГД")
        times = random.randint(1, 5)
        in_words = random.randrange(_COUNT_IN_WORDS) == 0
        people = times * random.randint(12, 30)
        yield (
            f"{random.choice(_LESSONS)} «{random.choice(_THEMES)}», {form} «{group}» класс, "
            f"занятие {number + 1}",
            random.choice(schools),
            _IN_WORDS[times - 1] if in_words else times,
            f"{people} человек" if random.randrange(_COUNT_IN_WORDS) == 0 else people,
            "\n".join(_publications(random, number)),
            f"https://rutube.ru/video/{random.getrandbits(128):032x}/"
            if random.randrange(3) == 0
            else None,
        )


def _school(random: Random, town: str) -> str:
    school = random.choice(_NAMES).format(random.randint(1, 60))
    match random.randrange(4):
        case 0:
            return f"г. {town}, {school}"
        case 1:
            return f"{town}, {school}, ул. {random.choice(_STREETS)}, д. {random.randint(1, 90)}"
        case _:
            return f"{town}, {school}"


def _publications(random: Random, number: int) -> Iterator[str]:
    yield f"https://vk.com/wall-{random.randrange(10**8)}_{number}"
    if random.randrange(_SEVERAL_LINKS) == 0:
        yield f"https://school{random.randint(1, 99)}.gosuslugi.ru/news/item_{number}.html"
