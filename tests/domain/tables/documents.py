"""Word documents made by python-docx, and bent by hand where it has no words for it."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell

Element = Any  # lxml has no types


def docx(draw: Callable[[Any], object]) -> bytes:
    document = Document()
    draw(document)
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def table_in(container: Any, rows: Sequence[Sequence[str]]) -> Any:
    """In a document or a cell."""
    table = container.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return table


def linked(cell: _Cell, text: str, address: str) -> None:
    """A word in the cell that leads there."""
    part = cell.part
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(xml(f"<w:r><w:t>{text}</w:t></w:r>"))
    cell.paragraphs[0]._p.append(link)


def xml(written: str) -> Element:
    """With the namespaces that it needs."""
    end = min(at for at in (written.find(" "), written.find(">"), written.find("/")) if at > 0)
    return parse_xml(f"{written[:end]} {nsdecls('w', 'r')}{written[end:]}")
