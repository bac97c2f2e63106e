"""A PDF of A4 pages in portrait, filled from top to bottom."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby

import segno
from fpdf import FPDF, XPos, YPos
from fpdf.enums import MethodReturnValue

from domain.fonts.pt_sans import BOLD, REGULAR

Colour = tuple[int, int, int]
INK: Colour = (27, 36, 48)
FAINT: Colour = (85, 96, 110)
ACCENT: Colour = (23, 69, 127)
_PALE: Colour = (233, 239, 246)

# In millimetres.
_HIGH, _MARGIN, _WIDTH = 297, 25, 160
_CODE, _GAP = 58, 8
_A_POINT = 25.4 / 72
_LINE = 1.32  # times the size of the font


class Paper:
    """Sizes of fonts are in points, everything else in millimetres."""

    def __init__(self, title: str) -> None:
        self._pdf = pdf = FPDF(format="A4")
        pdf.set_title(title)
        pdf.set_lang("ru-RU")
        pdf.set_margin(_MARGIN)
        pdf.c_margin = 0  # words stand exactly over what is drawn
        pdf.set_auto_page_break(auto=False)
        pdf.add_font("PT Sans", fname=REGULAR)
        pdf.add_font("PT Sans", style="B", fname=BOLD)
        # Most texts are the same on all pages, and finding their lines takes longest.
        self._lines = cache(self._find_lines)

    def pdf(self) -> bytes:
        return bytes(self._pdf.output())

    def begin_page(self) -> None:
        self._pdf.add_page()

    def skip(self, height: float) -> None:
        self._pdf.ln(height)

    def words(
        self,
        text: str,
        size: float,
        *,
        bold: bool = False,
        colour: Colour = INK,
        indent: float = 0,
        link: str = "",
    ) -> None:
        """Wrapped, from the left margin or so far from it."""
        pdf, height = self._pdf, size * _A_POINT * _LINE
        lines = self._lines(text, _WIDTH - indent, size, bold=bold)
        pdf.set_font("PT Sans", "B" if bold else "", size)
        pdf.set_text_color(*colour)
        for line in lines:
            pdf.set_x(_MARGIN + indent)
            pdf.cell(h=height, text=line, new_x=XPos.LMARGIN, new_y=YPos.NEXT, link=link)

    def _find_lines(self, text: str, width: float, size: float, *, bold: bool) -> Sequence[str]:
        self._pdf.set_font("PT Sans", "B" if bold else "", size)
        lines = self._pdf.multi_cell(
            width, text=text, align="L", dry_run=True, output=MethodReturnValue.LINES
        )
        assert isinstance(lines, list)
        return lines

    def step(self, number: int, text: str, size: float) -> None:
        """One of a numbered list."""
        top = self._pdf.y
        self.words(f"{number}.", size, bold=True, colour=ACCENT)
        self._pdf.set_y(top)
        self.words(text, size, indent=8)

    def highlighted(self, heading: str, text: str) -> None:
        """In a box, for what nobody may overlook."""
        pdf = self._pdf
        pdf.set_fill_color(*_PALE)
        pdf.rect(_MARGIN, pdf.y, _WIDTH, 21, style="F", round_corners=True, corner_radius=2)
        pdf.set_y(pdf.y + 3.5)
        self.words(heading, 11, colour=FAINT, indent=6)
        self.words(text, 15, bold=True, indent=6)
        self.skip(4)

    def code_with_words(self, link: str, heading: str, text: str) -> None:
        """The link as a QR code, and beside it in letters, with what there is to know of it."""
        pdf, top = self._pdf, self._pdf.y
        matrix = segno.make_qr(link, error="m").matrix
        dot = _CODE / len(matrix)
        pdf.set_fill_color(0, 0, 0)
        for row, dots in enumerate(matrix):
            column = 0
            for dark, run in groupby(dots):  # a rectangle for each run is sharp on any printer
                length = len(list(run))
                if dark:
                    left = _MARGIN + column * dot
                    pdf.rect(left, top + row * dot, length * dot, dot, style="F")
                column += length
        beside = _CODE + _GAP
        self.words(heading, 11, colour=FAINT, indent=beside)
        self.words(link, 12, bold=True, colour=ACCENT, indent=beside, link=link)
        self.skip(4)
        self.words(text, 11, indent=beside)
        pdf.set_y(top + _CODE)

    def foot(self, *lines: str) -> None:
        """At the end of the page."""
        pdf, size = self._pdf, 9.5
        pdf.set_y(_HIGH - 20 - len(lines) * size * _A_POINT * _LINE)
        pdf.set_draw_color(*FAINT)
        pdf.line(_MARGIN, pdf.y - 3, _MARGIN + _WIDTH, pdf.y - 3)
        for line in lines:
            self.words(line, size, colour=FAINT)
