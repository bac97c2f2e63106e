"""Checks a Word document that is to be the template of the letter: by what it is, by what stands in
it, and by filling it in. Blocking, for a worker process."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from io import BytesIO
from pathlib import Path

from docx.oxml import parse_xml
from docxtpl import DocxTemplate

from domain.papers import template_refusals as refusals
from domain.papers.commands import Words
from domain.papers.placeholders import ROWS, Letter, values_of
from domain.papers.template import environment, fill
from domain.refusal import Refusal
from domain.tables.archive import Archive

MOST_BYTES = 5 * 1024 * 1024
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # Word's own container, of .doc and of files with a password
_DOCUMENT = "word/document.xml"
_NOT_FILLED_IN = ("word/footnotes.xml", "word/endnotes.xml", "docprops/core.xml")
_EMBEDDED = ("word/embeddings/", "word/activex/")
_RELATION = re.compile(rb"<Relationship\b[^>]*>")


def check_template(path: Path, samples: tuple[Letter, ...]) -> frozenset[str]:
    """The placeholders in it. Raises Refusal if it cannot be filled in with the samples."""
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise Refusal(refusals.TOO_BIG)
    if content.startswith(_OLD_OR_LOCKED):
        raise Refusal(refusals.OLD_OR_LOCKED)
    _check_parts(path)
    try:
        sources = list(_sources(DocxTemplate(BytesIO(content))))
    except (KeyError, ValueError, SyntaxError, OSError) as error:  # lxml's are syntax errors
        raise Refusal(refusals.DAMAGED) from error
    words = Words()
    for source in sources:
        words.read(source)
    if not words.used:
        raise Refusal(refusals.NO_PLACEHOLDERS)
    for letter in samples:
        _try(content, sources, letter, has_rows=ROWS in words.used)
    return frozenset(words.used)


def _check_parts(path: Path) -> None:
    try:
        archive = Archive(path)
    except Refusal as refused:
        raise Refusal(refusals.DAMAGED) from refused
    with archive:
        if _DOCUMENT not in archive.names:
            raise Refusal(refusals.NOT_WORD)
        kinds = archive.read("[content_types].xml")
        if b"macroenabled" in kinds.lower() or any("vba" in name for name in archive.names):
            raise Refusal(refusals.MACROS)
        if any(name.startswith(_EMBEDDED) for name in archive.names):
            raise Refusal(refusals.EMBEDDED)
        for name in archive.names:
            if name.endswith(".rels") and any(
                map(_leads_away, _RELATION.findall(archive.read(name)))
            ):
                raise Refusal(refusals.LEADS_AWAY)
            if name.endswith(".xml") and b"<!DOCTYPE" in archive.read(name):
                raise Refusal(refusals.DAMAGED)
        for name in _NOT_FILLED_IN:
            text = unescape(archive.read(name).decode(errors="replace"))
            if "{{" in text or "{%" in text:
                raise Refusal(refusals.IN_NOTES)


def _leads_away(relation: bytes) -> bool:
    """Whether Word would fetch something from elsewhere as soon as the letter is opened."""
    return b"External" in relation and b"/hyperlink" not in relation


def _sources(document: DocxTemplate) -> Iterator[str]:
    """The text of the document, of its headers and footers, with the commands put together again
    that Word has cut into pieces; each paragraph begins a line."""
    document.init_docx()
    parts = [document.get_xml()]
    for kind in (document.HEADER_URI, document.FOOTER_URI):
        parts += [document.get_part_xml(part) for _, part in document.get_headers_footers(kind)]
    for part in parts:
        yield re.sub(r"<w:p([ >])", r"\n<w:p\1", document.patch_xml(part))


def _try(content: bytes, sources: Sequence[str], letter: Letter, *, has_rows: bool) -> None:
    values = values_of(letter)
    try:
        for source in sources:
            # Here and not only by `fill`, which mends broken XML as it thinks fit.
            parse_xml(environment().from_string(source).render(values).encode())
        fill(content, values)
    except Exception as error:  # jinja2's, lxml's or docx's: whatever it is, it cannot be used
        raise Refusal(refusals.BROKEN_ROWS if has_rows else refusals.BROKEN) from error
