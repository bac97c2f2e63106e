"""Files that strangers have made are opened where they can use up neither memory nor time."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.files.bounded import BoundedProcess
from domain.refusal import Refusal
from domain.tables.limits import DAMAGED, TOO_COMPLEX
from tests.bot.files import works
from tests.domain.tables.books import HEADINGS, ROW, of_rows, parts_of, zipped
from tests.domain.tables.containers import label, number, xls
from tests.domain.tables.documents import docx, table_in
from tests.world import PATIENCE

pytestmark = pytest.mark.processes

GOOD = of_rows(HEADINGS, ROW)


@pytest.fixture
async def process() -> AsyncIterator[BoundedProcess]:
    process = BoundedProcess("")
    yield process
    await process.close()


def ignore(_: int) -> None: ...


async def test_a_file_is_read_there_within_a_small_part_of_the_memory(
    process: BoundedProcess, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(of_rows(HEADINGS, *[ROW] * 5_000))
    assert await process.run(partial(works.rows_in, path=tmp_path / "file"), ignore) == 5_001
    assert await process.run(works.used_memory, ignore) < process.most_memory / 3


async def test_who_wants_too_much_memory_is_refused_and_the_next_file_is_read(
    process: BoundedProcess, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(GOOD)
    for work in (works.greedy, works.killed, works.aborted):
        with pytest.raises(Refusal) as refusal, capture_logs() as logs:
            await process.run(work, ignore)
        assert str(refusal.value) == TOO_COMPLEX
        assert [line["event"] for line in logs] == ["file.too_complex"]
    assert await process.run(partial(works.rows_in, path=tmp_path / "file"), ignore) == 2


async def test_who_takes_too_long_is_refused_and_the_others_did_not_wait_in_vain(
    process: BoundedProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(GOOD)
    read = partial(works.rows_in, path=tmp_path / "file")
    await process.run(read, ignore)
    with monkeypatch.context() as patch:
        patch.setattr(BoundedProcess, "longest", 0.2)
        hangs = partial(works.idle, seconds=PATIENCE)
        with pytest.raises(Refusal):
            await process.run(hangs, ignore)
        patch.undo()
        patch.setattr(BoundedProcess, "most_seconds", 0.2)
        with pytest.raises(Refusal):
            await process.run(works.busy, ignore)
    assert await process.run(read, ignore) == 2


async def test_a_file_may_wait_for_the_processor_as_long_as_others_have_it(
    process: BoundedProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoundedProcess, "most_seconds", 0.2)
    await process.run(partial(works.idle, seconds=1), ignore)


async def test_a_refusal_of_the_file_comes_back_with_its_sentence(
    process: BoundedProcess, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"%PDF-1.7")
    with pytest.raises(Refusal, match="Это PDF"):
        await process.run(partial(works.rows_in, path=tmp_path / "file"), ignore)


# ── Bombs ────────────────────────────────────────────────────────────────────────────────


def wide_sheet() -> bytes:
    """Cells without addresses: 16,384 in the first row and one in each of 5,600 more, which makes
    90 million with the empty ones between."""
    cells = "<row>" + "<c><v>1</v></c>" * 16_384 + "</row>" + "<row><c><v>1</v></c></row>" * 5_600
    parts = parts_of(GOOD)
    sheet = parts["xl/worksheets/sheet1.xml"]
    begin, end = sheet.index(b"<sheetData>") + 11, sheet.index(b"</sheetData>")
    return zipped(
        {**parts, "xl/worksheets/sheet1.xml": sheet[:begin] + cells.encode() + sheet[end:]}
    )


def long_document() -> bytes:
    """A Word document of 200 MB, which compresses less than a bomb does."""
    parts = parts_of(docx(lambda document: table_in(document, [["a", "b"]])))
    text = parts["word/document.xml"]
    end = text.index(b"</w:tbl>")
    row = b"<w:tr><w:tc><w:p><w:r/></w:p></w:tc></w:tr>" * 20
    rows = b"".join(b'<w:tr w:id="%d"/>' % (each * each) + row for each in range(250_000))
    return zipped({**parts, "word/document.xml": text[:end] + rows + text[end:]})


def far_cell() -> bytes:
    """An .xls of two cells, with 16 million empty ones between them."""
    return xls(label(0, 0, "Урок"), number(65_535, 255, 1))


BOMBS: dict[str, Callable[[], bytes]] = {"far": far_cell, "wide": wide_sheet, "long": long_document}


@pytest.mark.long
@pytest.mark.parametrize("bomb", BOMBS)
async def test_a_bomb_that_no_look_at_the_directory_shows_ends_in_a_sentence(
    process: BoundedProcess, tmp_path: Path, bomb: str
) -> None:
    (tmp_path / "bomb").write_bytes(BOMBS[bomb]())
    (tmp_path / "good").write_bytes(GOOD)
    with pytest.raises(Refusal) as refusal:
        await process.run(partial(works.rows_in, path=tmp_path / "bomb"), ignore)
    # A library that gets no memory may call that damage.
    assert str(refusal.value) in (TOO_COMPLEX, DAMAGED)
    assert await process.run(partial(works.rows_in, path=tmp_path / "good"), ignore) == 2
