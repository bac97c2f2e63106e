"""Files as regions draw them up."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from openpyxl import Workbook
from sqlalchemy import select

from models import Event
from tests.world import Someone, World

HEADINGS = (
    "№ п/п",
    "Наименование мероприятия",
    "Место проведения (город, организация)",
    "Кол-во проведений",
    "Кол-во участников (чел.)",
    "Ссылки на публикации",
    "Ссылки на видео",
)

Row = tuple[str | int | None, ...]


def lesson(school: int, *, participants: str | int = 75) -> Row:
    place = f"г. Белгород, школа № {school}"
    return (school, "Урок качества", place, 3, participants, "https://rskrf.ru/news", None)


def lessons(count: int) -> list[Row]:
    return [lesson(school) for school in range(1, count + 1)]


def xlsx(*rows: Row, headings: Row = HEADINGS) -> bytes:
    """With two lines above the heading, which is the third row, so that the first event is in
    the fourth."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Отчёт"
    sheet.append(("Приложение к письму",))
    sheet.append(("Информация о мероприятиях Недели качества",))
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    return saved(book)


def docx(*rows: Row, headings: Row = HEADINGS) -> bytes:
    """A letter's annex: a title and a table."""
    document = Document()
    document.add_heading("Приложение")
    document.add_paragraph("Информация о проведённых мероприятиях в Белгородской области")
    table = document.add_table(rows=0, cols=len(headings))
    for row in (headings, *rows):
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = "" if value is None else str(value)
    return saved(document)


def csv(*rows: Row, encoding: str = "cp1251", headings: Row = HEADINGS) -> bytes:
    lines = (";".join("" if each is None else str(each) for each in row) for row in rows)
    return "\r\n".join([";".join(map(str, headings)), *lines]).encode(encoding)


def saved(file: object) -> bytes:
    content = BytesIO()
    file.save(content)  # type: ignore[attr-defined]  # openpyxl's and python-docx's alike
    return content.getvalue()


async def sends(someone: Someone, content: bytes, name: str = "Уроки.xlsx") -> None:
    await someone.does(someone.phone.sends_document(name, content))


async def events(world: World) -> Sequence[Event]:
    return await world.rows(select(Event).order_by(Event.number))
