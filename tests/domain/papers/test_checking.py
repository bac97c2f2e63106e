"""Documents that officials send as the template of the letter: what is taken, and what is not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from docx.document import Document as Word

from domain.papers import template_refusals as refusals
from domain.papers.checking import MOST_BYTES, check_template
from domain.papers.placeholders import PLACEHOLDERS, sample
from domain.papers.template import original
from domain.refusal import Refusal
from domain.regions.directory import region_by_code
from domain.reports.sums import Sums

LETTER = sample(region_by_code("31"), today=datetime(2026, 11, 16, tzinfo=UTC))
SAMPLES = (LETTER, replace(LETTER, sums=Sums(), rows=[]))


def edited(edit: Callable[[Word], object]) -> bytes:
    """The original template after somebody has been at it."""
    word = Document(BytesIO(original()))
    edit(word)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def with_text(text: str) -> bytes:
    return edited(lambda word: word.add_paragraph(text))


def with_part(name: str, content: bytes) -> bytes:
    """The part is added to the archive, or takes the place of the one that is there."""
    file = BytesIO()
    with ZipFile(BytesIO(original())) as before, ZipFile(file, "w", ZIP_DEFLATED) as after:
        for part in before.namelist():
            if part != name:
                after.writestr(part, before.read(part))
        after.writestr(name, content)
    return file.getvalue()


def part(name: str) -> bytes:
    with ZipFile(BytesIO(original())) as archive:
        return archive.read(name)


def check(content: bytes, folder: Path) -> frozenset[str]:
    path = folder / "template"
    path.write_bytes(content)
    return check_template(path, SAMPLES)


def test_the_original_is_in_order_and_uses_nearly_all_there_is(tmp_path: Path) -> None:
    assert PLACEHOLDERS.keys() - check(original(), tmp_path) == set()


@pytest.mark.parametrize(
    "text",
    [
        "Губернатору: {{ регион|upper }}",
        "{% if проведений and not номер_отчёта %}да{% else %}нет{% endif %}",
        "{% for с in строки %}{{ с.место }}; {% endfor %}",
        "Скобки { и }, знак %, {{год}}",
    ],
)
def test_placeholders_conditions_and_rows_are_taken(tmp_path: Path, text: str) -> None:
    assert "регион" in check(with_text(text), tmp_path)


def test_a_placeholder_that_word_has_cut_into_pieces_is_put_together(tmp_path: Path) -> None:
    def edit(word: Word) -> None:
        paragraph = word.add_paragraph()
        for piece in ("{", "{ ре", "гион", " }", "}"):
            paragraph.add_run(piece).bold = piece == "гион"

    assert "регион" in check(edited(edit), tmp_path)


EXTERNAL = (
    b'<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/attachedTemplate" Target="https://example.com/a.dotm" TargetMode="External"/>'
    b"</Relationships>"
)
SETTINGS = "word/_rels/document.xml.rels"
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "an unknown placeholder": (
        lambda: with_text("{{ губернатор }}"),
        refusals.unknown("губернатор"),
    ),
    "unknown in the header": (
        lambda: edited(lambda word: word.sections[0].header.add_paragraph("{{ герб }}")),
        refusals.unknown("герб"),
    ),
    "unknown in a row": (
        lambda: with_text("{% for с in строки %}{{ с.дата }}{% endfor %}"),
        refusals.unknown_in_row("с.дата"),
    ),
    "another loop": (
        lambda: with_text("{% for р in регионы %}{% endfor %}"),
        refusals.other_loop("регионы"),
    ),
    "a brace is missing": (
        lambda: with_text("{{ регион }"),
        refusals.broken_command("{{ регион }"),
    ),
    "no end": (
        lambda: with_text("{% if регион %} и всё"),
        refusals.UNCLOSED,
    ),
    "an unknown command": (
        lambda: with_text("{% если регион %}"),
        refusals.broken_command("{% если регион %}"),
    ),
    "a call": (
        lambda: with_text("{{ range(9999999) }}"),
        refusals.not_allowed("{{ range(9999999) }}"),
    ),
    "the way to the program": (
        lambda: with_text("{{ год.__class__.__mro__ }}"),
        refusals.not_allowed("{{ год.__class__.__mro__ }}"),
    ),
    "a power": (lambda: with_text("{{ 9**9**9 }}"), refusals.not_allowed("{{ 9**9**9 }}")),
    "an include": (
        lambda: with_text("{% include 'x' %}"),
        refusals.not_allowed("{% include 'x' %}"),
    ),
    "no placeholders": (
        lambda: edited(lambda word: word.element.body.clear_content()),
        refusals.NO_PLACEHOLDERS,
    ),
    "rows across the table": (
        lambda: edited(
            lambda word: (
                word.tables[-1]
                .rows[3]
                .cells[0]
                .paragraphs[0]
                .runs[0]
                .__setattr__("text", "{% endfor %}")
            )
        ),
        refusals.BROKEN_ROWS,
    ),
    "macros": (lambda: with_part("word/vbaProject.bin", b"x"), refusals.MACROS),
    "a document of macros": (
        lambda: with_part(
            "[Content_Types].xml",
            part("[Content_Types].xml").replace(
                b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main"
            ),
        ),
        refusals.MACROS,
    ),
    "another file within": (
        lambda: with_part("word/embeddings/oleObject1.bin", b"x"),
        refusals.EMBEDDED,
    ),
    "something from elsewhere": (
        lambda: with_part(SETTINGS, part(SETTINGS).replace(b"</Relationships>", EXTERNAL)),
        refusals.LEADS_AWAY,
    ),
    "in the properties": (
        lambda: edited(lambda word: setattr(word.core_properties, "title", "{{ регион }}")),
        refusals.IN_NOTES,
    ),
    "entities": (
        lambda: with_part(
            "word/document.xml",
            part("word/document.xml").replace(b"<w:document", b"<!DOCTYPE x []><w:document", 1),
        ),
        refusals.DAMAGED,
    ),
    "broken XML": (lambda: with_part("word/document.xml", b"<w:document"), refusals.DAMAGED),
    "a bomb": (lambda: with_part("word/media/a.bmp", bytes(60_000_000)), refusals.DAMAGED),
    "half a file": (lambda: original()[:20_000], refusals.DAMAGED),
    "not an archive": (lambda: b"%PDF-1.7", refusals.DAMAGED),
    "nothing": (lambda: b"", refusals.DAMAGED),
    "an old document": (lambda: b"\xd0\xcf\x11\xe0" + bytes(1000), refusals.OLD_OR_LOCKED),
    "another archive": (lambda: with_other_archive(), refusals.NOT_WORD),
    "too big": (lambda: bytes(MOST_BYTES + 1), refusals.TOO_BIG),
}


def with_other_archive() -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


@pytest.mark.parametrize("bad", BAD)
def test_what_cannot_be_a_template_is_refused_with_what_to_do(tmp_path: Path, bad: str) -> None:
    make, told = BAD[bad]
    with pytest.raises(Refusal) as refused:
        check(make(), tmp_path)
    assert str(refused.value) == told
