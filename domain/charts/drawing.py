"""The canvas for the pictures on the ministry's slides, with its fonts and colours."""

from collections.abc import Sequence
from io import BytesIO
from itertools import pairwise
from math import hypot

from PIL import Image, ImageDraw, ImageFont

from domain.fonts.pt_sans import BOLD, REGULAR

# A slide, 16:9.
WIDTH, HEIGHT = 1920, 1080
MARGIN = 40

Colour = str  # "#rrggbb"
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom

INK: Colour = "#1B2430"  # text
FAINT: Colour = "#55606E"  # secondary text
RULE: Colour = "#D5DBE2"  # thin lines
PAPER: Colour = "#FFFFFF"
BLUE: Colour = "#17457F"
PALE_BLUE: Colour = "#A9C9E8"

_FINENESS = 2  # drawn so many times larger and reduced, against jagged edges


class Canvas:
    """A white slide to draw on. Coordinates and sizes are in pixels of the finished picture."""

    def __init__(self) -> None:
        self._image = Image.new("RGB", (WIDTH * _FINENESS, HEIGHT * _FINENESS), PAPER)
        self._draw = ImageDraw.Draw(self._image)
        # Not shared: canvases are drawn in several threads.
        self._fonts: dict[tuple[bool, float], ImageFont.FreeTypeFont] = {}

    def text(
        self,
        at: Point,
        words: str,
        size: float,
        *,
        colour: Colour = INK,
        bold: bool = False,
        anchor: str = "ls",
        halo: Colour | None = None,
    ) -> None:
        """`anchor` is Pillow's: which point of the text is `at`, by default the left end of the
        baseline. A `halo` keeps the text readable over lines."""
        self._draw.text(
            _finer(at),
            words,
            fill=colour,
            font=self._font(size, bold),
            anchor=anchor,
            stroke_width=4 * _FINENESS if halo else 0,
            stroke_fill=halo,
        )

    def width(self, words: str, size: float, *, bold: bool = False) -> float:
        return self._font(size, bold).getlength(words) / _FINENESS

    def box(
        self,
        box: Box,
        fill: Colour | None,
        *,
        outline: Colour | None = None,
        thickness: float = 0,
        radius: float = 0,
    ) -> None:
        left, top, right, bottom = box
        corners = [_finer((left, top)), _finer((right - 1, bottom - 1))]
        width = round(thickness * _FINENESS)
        self._draw.rounded_rectangle(corners, radius * _FINENESS, fill, outline, width)

    def dot(self, at: Point, radius: float, fill: Colour) -> None:
        self._draw.circle(_finer(at), radius * _FINENESS, fill)

    def ring(self, box: Box, colour: Colour, thickness: float) -> None:
        left, top, right, bottom = box
        corners = [_finer((left, top)), _finer((right, bottom))]
        self._draw.ellipse(corners, outline=colour, width=round(thickness * _FINENESS))

    def line(self, points: Sequence[Point], colour: Colour, thickness: float) -> None:
        finer = [_finer(point) for point in points]
        self._draw.line(finer, colour, round(thickness * _FINENESS), joint="curve")
        for end in (points[0], points[-1]):
            self.dot(end, thickness / 2, colour)

    def dashes(self, points: Sequence[Point], colour: Colour, thickness: float) -> None:
        """A dashed line, with dashes in proportion to the thickness."""
        dash, travelled = thickness * 4, 0.0
        for start, end in pairwise(points):
            length, done = hypot(end[0] - start[0], end[1] - start[1]), 0.0
            while done < length:
                step = min(dash - travelled % dash, length - done)
                if int(travelled / dash) % 2 == 0:
                    ends = (_between(start, end, at / length) for at in (done, done + step))
                    finer = [_finer(point) for point in ends]
                    self._draw.line(finer, colour, round(thickness * _FINENESS))
                done, travelled = done + step, travelled + step

    def png(self) -> bytes:
        file = BytesIO()
        # It has few colours: a palette keeps them and halves the file.
        flat = self._image.reduce(_FINENESS).quantize(255, dither=Image.Dither.NONE)
        flat.save(file, "PNG", optimize=True)
        return file.getvalue()

    def _font(self, size: float, bold: bool) -> ImageFont.FreeTypeFont:
        if (bold, size) not in self._fonts:
            file = BOLD if bold else REGULAR
            self._fonts[bold, size] = ImageFont.truetype(file, size * _FINENESS)
        return self._fonts[bold, size]


def _finer(point: Point) -> tuple[float, float]:
    return point[0] * _FINENESS, point[1] * _FINENESS


def _between(start: Point, end: Point, part: float) -> Point:
    return start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part


def head(canvas: Canvas, title: str, subtitle: str, made_at: str) -> None:
    """The lines at the top of a slide."""
    canvas.text((MARGIN, 66), title, 46, bold=True)
    canvas.text((MARGIN, 112), subtitle, 30, colour=FAINT)
    canvas.text((WIDTH - MARGIN, 66), made_at, 30, colour=FAINT, anchor="rs")
