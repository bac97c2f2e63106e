"""The text of a Word table's cell, and the addresses that lie under its words."""

import re
from collections.abc import Mapping
from typing import Any

from docx.oxml.ns import qn

from domain.tables.cell_text import text_in_cell

Element = Any  # lxml has no types

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Not of the cell's text: tables in it, what tracked changes have taken out, drawings for older
# programs.
_LEFT_OUT = frozenset({FALLBACK, *map(qn, ("w:tbl", "w:del", "w:moveFrom", "w:pPr", "w:rPr"))})
_TEXT, _PARAGRAPH = qn("w:t"), qn("w:p")
_SIGNS = {
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:tab"): " ",
    qn("w:noBreakHyphen"): "-",
    qn("w:ptab"): " ",
}
_LINK, _SIMPLE_FIELD = qn("w:hyperlink"), qn("w:fldSimple")
_FIELD_MARK, _FIELD_CODE = qn("w:fldChar"), qn("w:instrText")
_CODE = re.compile(r'\s*HYPERLINK\s+(?:"([^"]+)"|([^\s"\\]\S*))(?:.*\\l\s+"([^"]+)")?')


def linked_text(cell: Element, targets: Mapping[str, str]) -> tuple[str, list[str]]:
    """`targets` are the addresses by the ids of the document's relations."""
    reader = _Reader(targets)
    reader.read(cell)
    return text_in_cell("".join(reader.text)), reader.links


class _Reader:
    def __init__(self, targets: Mapping[str, str]) -> None:
        self.text: list[str] = []
        self.links: list[str] = []
        self._targets = targets
        self._code = ""  # of the field that has begun

    def read(self, element: Element) -> None:
        """lxml reads no document deeper than 256 elements."""
        for child in element:
            tag = child.tag
            if tag == _TEXT:
                self.text.append(child.text or "")
            elif tag in _SIGNS:
                self.text.append(_SIGNS[tag])
            elif tag == _FIELD_CODE:
                self._code += child.text or ""
            elif tag == _FIELD_MARK:
                self._mark(child.get(qn("w:fldCharType")))
            elif isinstance(tag, str) and tag not in _LEFT_OUT:  # a comment's tag is no text
                self._inside(child, tag)

    def _inside(self, child: Element, tag: str) -> None:
        if tag == _PARAGRAPH and self.text:
            self.text.append("\n")
        elif tag == _LINK:
            self._link(self._targets.get(child.get(qn("r:id"))), child.get(qn("w:anchor")))
        elif tag == _SIMPLE_FIELD:
            self._field(child.get(qn("w:instr")) or "")
        self.read(child)

    def _mark(self, kind: str | None) -> None:
        if kind == "begin":
            self._code = ""
        elif self._code:  # it ends where the text begins that is shown for it
            self._field(self._code)
            self._code = ""

    def _field(self, code: str) -> None:
        if told := _CODE.match(code):
            self._link(told[1] or told[2], told[3])

    def _link(self, address: str | None, part: str | None) -> None:
        """Without an address it leads to a place in the document."""
        if address:
            self.links.append(f"{address}#{part}" if part else address)
