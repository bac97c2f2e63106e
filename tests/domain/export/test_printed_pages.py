"""The workbook of a season on paper: printed by LibreOffice and looked at page by page."""

import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from pypdf import PageObject, PdfReader
from sqlalchemy import select

from bot.app import prepare
from bot.database import Database
from bot.settings import Settings
from demo.sampling import add_sample
from domain.export.events_sheet import REPORT
from domain.export.export import make_export
from domain.export.filters import ExportFilter
from domain.export.summary_sheets import BY_REGION
from domain.spreadsheets.fitting import LINE, fit
from domain.spreadsheets.xlsx_rows import BUTTON
from models import Event
from tests.world import ADMIN_IDS, IN_THE_WEEK, MOSCOW, TOKEN

pytestmark = pytest.mark.long

LONG_NAME = "Конференция «Качество как основа технологического суверенитета» с участием палат. " * 6
LONG_LINKS = [
    f"https://quality-week.example/news/{number}/region-podvodit-itogi?utm_source=telegram&id=%D0"
    for number in range(20)
]
# As on a machine that has neither Calibri nor what stands in for it.
WIDER_FONTS = """<?xml version="1.0"?>
<fontconfig>
  <include>/etc/fonts/fonts.conf</include>
  <selectfont><rejectfont><glob>*/Carlito*</glob></rejectfont></selectfont>
</fontconfig>
"""


@dataclass(frozen=True, slots=True)
class Page:
    """`sheet` and `words` are without blanks, because lines are broken anywhere; `lowest` is where
    the last line of the table stands, as a part of the page's height from the top."""

    sheet: str
    number: int
    words: str
    lowest: float
    landscape: bool


async def test_the_workbook_of_a_season_is_fit_to_be_handed_over_on_paper(
    office: str, sqlite_url: str, tmp_path: Path
) -> None:
    workbook = await season(sqlite_url, tmp_path / "report.xlsx")
    book = openpyxl.load_workbook(workbook)
    for fonts in ("", WIDER_FONTS):
        look_through(book, printed(office, workbook, fonts))
    opened = {cell.hyperlink.target for row in book[REPORT] for cell in row if cell.hyperlink}
    assert opened >= set(LONG_LINKS)


def look_through(book: openpyxl.Workbook, pages: Sequence[Page]) -> None:
    sheets = {name: list(those) for name, those in groupby(pages, key=lambda page: page.sheet)}
    assert list(sheets) == [bare(name) for name in book.sheetnames], (
        "every sheet is named on its pages"
    )
    for sheet, those in zip(book, sheets.values(), strict=True):
        rows = list(sheet.iter_rows(values_only=True))
        assert [page.number for page in those] == list(range(1, len(those) + 1))
        assert all(page.landscape for page in those)
        heads = [bare(head) for head in rows[0] if head and "Открыть" not in str(head)]
        assert [
            page.number for page in those if not all(head in page.words for head in heads)
        ] == []
        # A table ends where it ends; no page before it is two thirds empty.
        assert [page.number for page in those[:-1] if page.lowest < 1 / 3] == []
        letters = map(get_column_letter, range(1, len(rows[0]) + 1))
        wide = [sheet.column_dimensions[letter].width for letter in letters]
        assert [
            head
            for head, width in zip(rows[0], wide, strict=True)
            if any(fit(word, width - BUTTON)[1] > LINE for word in str(head).split())
        ] == [], "titles are whole beside the filter's button"
        words = "".join(page.words for page in those)
        texts = {bare(value) for row in rows for value in row[: len(heads)] if is_text(value)}
        assert [text for text in texts if text not in words] == []
    assert bare(LONG_NAME) in "".join(page.words for page in sheets[REPORT])
    assert len(sheets[bare(BY_REGION)]) == 2, "a few regions have no page to themselves"


async def season(database_url: str, path: Path) -> Path:
    """The sample's, and two events as long as they get."""
    settings = Settings.model_validate(
        {"bot_token": TOKEN, "admin_ids": list(ADMIN_IDS), "database_url": database_url}
    )
    database, now = Database(database_url), IN_THE_WEEK.astimezone(UTC)
    await prepare(database, settings, now)
    await add_sample(database, now)
    async with database.transaction() as session:
        one, other, *_ = await session.scalars(select(Event).order_by(Event.id).limit(50))
        one.name, one.publication_links = LONG_NAME.strip(), LONG_LINKS
        other.publication_links = other.video_links = LONG_LINKS[:9]
    making = partial(
        make_export, path=path, export_filter=ExportFilter(), person_id=1, zone=MOSCOW, now=now
    )
    await database.read(making)
    await database.close()
    return path


def printed(office: str, workbook: Path, fonts: str) -> list[Page]:
    """`fonts` is a configuration of them, "" for that of the system."""
    folder = workbook.parent
    environment = dict(os.environ)
    if fonts:
        (folder / "fonts.conf").write_text(fonts)
        environment["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    own = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = [office, own, "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(folder), str(workbook)]
    # The command is made of this test's own words.
    subprocess.run(command, check=True, capture_output=True, timeout=180, env=environment)  # noqa: S603
    return [page_of(page) for page in PdfReader(workbook.with_suffix(".pdf")).pages]


def page_of(page: PageObject) -> Page:
    lines: list[tuple[float, str]] = []

    def look(text: str, _: Any, place: Sequence[float], *__: Any) -> None:
        if text.strip():
            lines.append((place[5], text))

    page.extract_text(visitor_text=look)
    assert lines, "a blank page"
    # First the header and the foot, then the table.
    around = re.match(r"Неделякачества2026(.*?)Сформировано.*?Страница(\d+)", bare_all(lines))
    assert around is not None
    foot = min(height for height, _ in lines)
    height = float(page.mediabox.height)
    return Page(
        sheet=around[1],
        number=int(around[2]),
        words=bare_all(lines)[around.end() :],
        lowest=1 - min(each for each, _ in lines if each > foot) / height,
        landscape=page.mediabox.width > height,
    )


def bare_all(lines: Iterable[tuple[float, str]]) -> str:
    return bare("".join(text for _, text in lines))


def bare(value: object) -> str:
    return "".join(str(value).split())


def is_text(value: object) -> bool:
    return isinstance(value, str) and not value.startswith("=")
