"""The pages for the letters, as a reader of the PDF finds them."""

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
import segno
from pypdf import PageObject, PdfReader

from domain.people.invitation_page import InvitationPage, write_archive, write_pages
from domain.regions.directory import load_regions

MOSCOW = ZoneInfo("Europe/Moscow")
PAGES = [
    InvitationPage(
        region,
        f"https://t.me/quality_week_bot?start=token-of-{region.code}-abcdefghij",
        deadline=datetime(2026, 11, 29, 23, 59, tzinfo=MOSCOW),
        until=datetime(2026, 12, 11, 12, 0, tzinfo=MOSCOW),
    )
    for region in load_regions()
]
A4 = (595, 842)  # points
A_POINT = 25.4 / 72


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> PdfReader:
    path = tmp_path_factory.mktemp("pages") / "all.pdf"
    write_pages(path, PAGES, year=2026, zone=MOSCOW)
    return PdfReader(path)


def words(page: PageObject) -> str:
    """Those of the page, whatever their lines."""
    return " ".join(page.extract_text().split())


def lowest(page: PageObject) -> float:
    """Where the last line of text stands, in points from the foot of the page."""
    found: list[float] = []

    def look(_: str, __: object, place: Sequence[float], *___: object) -> None:
        found.append(place[5])

    page.extract_text(visitor_text=look)
    return min(each for each in found if each)


def test_each_region_has_a_page_in_portrait_in_the_letters_order(document: PdfReader) -> None:
    assert len(document.pages) == 89
    for page, asked in zip(document.pages, PAGES, strict=True):
        assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
        text = words(page)
        assert asked.region.name in text
        assert asked.region.authority in text
        assert asked.link in text.replace(" ", "")
        assert lowest(page) > 30


def test_a_page_says_who_asks_for_what_until_when_and_how_to_begin(document: PdfReader) -> None:
    text = words(document.pages[0])
    for told in (
        "Минпромторг России",
        "отчёт о Неделе качества 2026",
        "29 ноября 2026 года, 23:59 по московскому времени",
        "нажмите «Начать»",
        "действует до 11 декабря 2026 года, 12:00 по московскому времени",
        "один человек",
        "Запросите доступ в боте: https://t.me/quality_week_bot",
        "qd@roskachestvo.gov.ru",
    ):
        assert told in text
    assert [f"{number}." in text for number in (1, 2, 3, 4)] == [True, True, True, False]


def test_the_code_is_drawn_as_the_link_demands_and_the_link_can_be_pressed(
    document: PdfReader,
) -> None:
    page, link = document.pages[0], PAGES[0].link
    drawn = page.get_contents()
    assert drawn is not None
    black = drawn.get_data().decode("latin-1")
    runs = re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) -([\d.]+) re f", black)
    matrix = [list(row) for row in segno.make_qr(link, error="m").matrix]
    dot, left = 58 / A_POINT / len(matrix), min(float(x) for x, *_ in runs)
    top = max(float(y) for _, y, *_ in runs)
    found = [[0] * len(matrix) for _ in matrix]
    for x, y, length, _ in runs:
        row, column = round((top - float(y)) / dot), round((float(x) - left) / dot)
        for each in range(column, column + round(float(length) / dot)):
            found[row][each] = 1
    assert found == matrix
    targets = {note.get_object()["/A"]["/URI"] for note in page["/Annots"]}  # type: ignore[attr-defined]  # pypdf's types stop here
    assert targets == {link}


def test_in_another_zone_the_times_are_told_as_local(tmp_path: Path) -> None:
    path, zone = tmp_path / "page.pdf", ZoneInfo("Asia/Yekaterinburg")
    write_pages(path, PAGES[:1], year=2026, zone=zone)
    assert "30 ноября 2026 года, 1:59 по местному времени" in words(PdfReader(path).pages[0])


def test_the_archive_has_a_file_for_each_region_under_its_russian_name(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    write_archive(path, PAGES[64:67], year=2026, zone=MOSCOW)
    with ZipFile(path) as archive:
        assert archive.namelist() == [page.file_name for page in PAGES[64:67]]
        assert archive.namelist()[0] == "65 Ханты-Мансийский автономный округ – Югра.pdf"
        for entry, asked in zip(archive.infolist(), PAGES[64:67], strict=True):
            assert entry.flag_bits & 0x800, "or Windows shows another name"
            single = PdfReader(BytesIO(archive.read(entry)))
            (page,) = single.pages
            assert asked.link in words(page).replace(" ", "")
            assert single.metadata is not None
            assert asked.region.name in str(single.metadata.title)
