"""One hostile text stands wherever people write freely. Everything that the bot says and makes of
it shows it as a text and does nothing that it says."""

import csv
import io
import zipfile
from collections.abc import Iterator

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select
from structlog.testing import capture_logs

from handlers.callbacks import RegionPaper
from models import RegionReport, ReportState
from sandbox.chats import Message
from tests.prowling import secrets_of_a_region
from tests.sweep import callbacks, presses, sayings
from tests.world import Someone, World

pytestmark = pytest.mark.long

# A formula, a command, tags, a link, half an entity, a template, a path.
SITE = "https://evil.example"
HOSTILE = f'=1+cmd|<b>x</b><a href="{SITE}">y</a>&lt;{{{{7*7}}}}/../../%s'
BEGINNING = HOSTILE[:7]  # a name may be cut short, and then as a text


async def everything_is_shown(world: World) -> list[Someone]:
    """To an admin and a coordinator, whatever may be said or pressed."""
    anna = await secrets_of_a_region(world, HOSTILE)
    olga = await world.admin()
    await submitted(world, ReportState.SUBMITTED)
    await olga.says("/export csv")
    await anna.forges(RegionPaper(what="letter", year=2026).pack())
    await submitted(world, ReportState.RETURNED)
    for someone in (anna, olga):
        await someone.says("/start")
        shown = someone.phone.last
        for text in sayings():
            await someone.phone.says(text)
        await world.settled()
        for callback in callbacks():
            for data in presses(callback, anna.id)[:3]:
                someone.phone.forge(data, shown)
        await world.settled()
    return [anna, olga]


async def submitted(world: World, state: ReportState) -> None:
    async with world.app.database.transaction() as session:
        for report in await session.scalars(select(RegionReport)):
            report.state, report.submitted_at = state, world.clock()


async def test_what_people_write_is_a_text_in_every_output(world: World) -> None:
    with capture_logs() as logs:
        people = await everything_is_shown(world)
    # What Telegram cannot read as HTML it refuses.
    assert [line for line in logs if line["log_level"] in ("error", "critical")] == []
    assert SITE not in str(logs), "the log has nothing that people write, so nothing forges it"
    seen = set[str]()
    for someone in people:
        for message in world.bot.private[someone.id].messages.values():
            if message.from_bot:
                seen |= set(_looked_at(message))
    assert seen >= {"message", "xlsx", "csv", "docx", "png"}, seen


def _looked_at(message: Message) -> Iterator[str]:
    """The kinds of outputs in which the text was found, or could be and is not."""
    assert "49" not in message.text.partition(BEGINNING)[2][:70]
    for entity in message.entities:
        assert SITE not in entity.get("url", ""), message
    if "</b>" in message.text:
        yield "message"
    if message.document is not None:
        yield _looked_into(message.document.name, message.document.content)
    if message.photo is not None:
        yield _looked_into("picture.png", message.photo.content)


def _looked_into(name: str, content: bytes) -> str:
    assert not set(name) & set('/\\<>|\n\r"'), name
    suffix = name.rpartition(".")[2]
    match suffix:
        case "xlsx":
            return suffix if _in_workbook(content) else "xlsx without it"
        case "csv":
            return suffix if _in_csv(content) else "csv without it"
        case "docx":
            return suffix if _in_letter(content) else "docx without it"
        case "pdf":
            pages = PdfReader(io.BytesIO(content)).pages
            assert SITE not in str([page.get("/Annots") for page in pages])
        case "zip":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for inner in archive.namelist():
                    _looked_into(inner, archive.read(inner))
        case "png":
            assert content.startswith(b"\x89PNG")
        case _:
            raise AssertionError(f"look into files like {name}, too")
    return suffix


def _in_workbook(content: bytes) -> bool:
    found = False
    book = load_workbook(io.BytesIO(content))
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
        assert SITE not in str(getattr(cell.hyperlink, "target", ""))
        if isinstance(cell.value, str) and BEGINNING in cell.value:
            assert cell.data_type == "s", f"{cell.coordinate} is a formula"
            found = True
    assert not book.defined_names
    return found


def _in_csv(content: bytes) -> bool:
    cells = [
        cell
        for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
        for cell in row
    ]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []
    return any(BEGINNING in cell for cell in cells)


def _in_letter(content: bytes) -> bool:
    document = Document(io.BytesIO(content))
    assert SITE not in str([link.target_ref for link in document.part.rels.values()])
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return any(BEGINNING in text for text in cells)
