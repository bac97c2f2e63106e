"""Files in the chats: what the page can show of them without saving them."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from aiohttp import FormData
from openpyxl import Workbook

from tests.demo.conftest import ANNA, Page

PNG = b"\x89PNG\r\n\x1a\n"


async def send(page: Page, name: str, content: bytes, mime: str = "") -> str:
    """A document from Anna's phone; its address."""
    form = FormData(quote_fields=False)
    form.add_field("file", content, filename=name, content_type=mime or "text/html")
    async with page.client.post(f"/phones/{ANNA}/files/document", data=form) as response:
        assert response.status == 200
    return f"/phones/{ANNA}/files/{(await page.phone())['messages'][-1]['id']}"


async def kind(page: Page) -> Any:
    return (await page.phone())["messages"][-1]["document"]["preview"]


def workbook() -> bytes:
    book, content = Workbook(), BytesIO()
    first = book.worksheets[0]
    first.title = "Отчёт"
    first.append(["№", "Регион", None, None])
    for number in range(1, 251):
        first.append([number, None])
    book.create_sheet("Пусто")
    book.save(content)
    return content.getvalue()


def archive(**files: bytes) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as packed:
        for name, inside in files.items():
            packed.writestr(f"письма/{name}.pdf", inside)
    return content.getvalue()


async def test_a_workbook_is_shown_sheet_by_sheet_and_its_beginning_only(page: Page) -> None:
    address = await send(page, "Сводная.xlsx", workbook())
    assert await kind(page) == "table"
    report, empty = (await page.sees(f"{address}/preview"))["sheets"]
    assert (report["name"], report["more"]) == ("Отчёт", True)
    assert report["rows"][:2] == [["№", "Регион"], ["1", ""]]
    assert len(report["rows"]) == 200
    assert empty == {"name": "Пусто", "rows": [], "more": False}


async def test_a_csv_table_and_an_archive_are_shown(page: Page) -> None:
    address = await send(page, "Отчёт.csv", '\ufeff№;Название\r\n1;"Урок; начало"\r\n'.encode())
    (sheet,) = (await page.sees(f"{address}/preview"))["sheets"]
    assert sheet["rows"] == [["№", "Название"], ["1", "Урок; начало"]]
    address = await send(page, "Письма.zip", archive(Белгород=b"12", Москва=b"345"))
    assert await kind(page) == "archive"
    assert (await page.sees(f"{address}/preview"))["entries"] == [
        {"name": "письма/Белгород.pdf", "size": 2},
        {"name": "письма/Москва.pdf", "size": 3},
    ]


@pytest.mark.parametrize(
    ("name", "content", "shown", "as_"),
    [
        ("Письмо.pdf", b"%PDF-1.7", "pdf", "application/pdf"),
        ("карта.png", PNG, "picture", "image/png"),
    ],
)
async def test_a_letter_and_a_picture_are_shown_by_the_browser_within_the_page(
    page: Page, name: str, content: bytes, shown: str, as_: str
) -> None:
    address = await send(page, name, content)
    assert await kind(page) == shown
    async with page.client.get(f"{address}?inline") as response:
        assert response.content_type == as_
        assert response.content_disposition is None
        assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    async with page.client.get(address) as response:
        assert response.content_disposition is not None
        assert response.content_disposition.filename == name


@pytest.mark.parametrize("name", ["письмо.pdf", "карта.png", "страница.html", "таблица.xls"])
async def test_what_is_not_what_its_name_says_can_only_be_saved(page: Page, name: str) -> None:
    address = await send(page, name, b"<script>alert(1)</script>")
    assert await kind(page) is None
    async with page.client.get(f"{address}?inline") as response:
        assert response.content_type == "application/octet-stream"
        assert response.content_disposition is not None
    async with page.client.get(f"{address}/preview") as response:
        assert response.status == 409


async def test_a_damaged_table_and_one_that_is_too_large_are_refused_with_a_sentence(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    for content, why in (
        (b"PK\x03\x04", "файл повреждён"),
        (archive(Белгород=b"12"), "файл повреждён"),
    ):
        address = await send(page, "таблица.xlsx", content)
        async with page.client.get(f"{address}/preview") as response:
            assert (await response.json())["error"] == why
    monkeypatch.setattr("demo.files.UNPACKED_LIMIT", 100)
    address = await send(page, "таблица.xlsx", workbook())
    async with page.client.get(f"{address}/preview") as response:
        assert (await response.json())["error"] == "файл слишком велик для просмотра"
