"""Draws the map of the country: a tile for each region, coloured by the status of its report. It is
read on phones, put on slides and printed in grey, so a status has a colour, a lightness and a
mark of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.charts.drawing import (
    BLUE,
    FAINT,
    HEIGHT,
    INK,
    MARGIN,
    PAPER,
    RULE,
    WIDTH,
    Box,
    Canvas,
    Colour,
    Point,
    head,
)
from domain.regions.directory import Region, load_regions
from domain.reports.state import ReportStatus


@dataclass(frozen=True, slots=True)
class Look:
    """The colours of a tile: its background, its text, its border."""

    fill: Colour
    ink: Colour
    edge: Colour


# Different in lightness, for grey print, and in colours that every colour vision tells apart.
LOOKS: Mapping[ReportStatus, Look] = {
    ReportStatus.SUBMITTED: Look(BLUE, PAPER, BLUE),
    ReportStatus.ZERO: Look("#C4B0E8", INK, "#C4B0E8"),
    ReportStatus.IN_PROGRESS: Look("#FFD966", INK, "#FFD966"),
    ReportStatus.RETURNED: Look("#C2471A", PAPER, "#C2471A"),
    ReportStatus.NOT_BEGUN: Look(PAPER, "#4A5563", "#9AA5B1"),
}

_COLUMNS, _ROWS = 18, 11
_TOP, _BOTTOM = 140, HEIGHT - 32
_GAP = 7
_CELL = ((WIDTH - 2 * MARGIN + _GAP) / _COLUMNS, (_BOTTOM - _TOP + _GAP) / _ROWS)
# The legend is where the map has no tiles.
_LEGEND_COLUMN, _LEGEND_ROW = 10, 7


def draw_map(
    statuses: Mapping[str, ReportStatus], *, title: str, subtitle: str, made_at: str
) -> bytes:
    """A PNG of 1920 × 1080. `statuses` has every region by its code."""
    canvas = Canvas()
    head(canvas, title, subtitle, made_at)
    for region in load_regions():
        _tile(canvas, tile_box(region), region.short, statuses[region.code])
    _legend(canvas, statuses)
    return canvas.png()


def tile_box(region: Region) -> Box:
    """Where the region's tile is in the picture."""
    return _cell(region.tile_column, region.tile_row)


def _cell(column: int, row: int) -> Box:
    left, top = MARGIN + column * _CELL[0], _TOP + row * _CELL[1]
    return round(left), round(top), round(left + _CELL[0] - _GAP), round(top + _CELL[1] - _GAP)


def _tile(canvas: Canvas, box: Box, short: str, report_status: ReportStatus) -> None:
    look, (left, top, right, bottom) = LOOKS[report_status], box
    canvas.box(box, look.fill, outline=look.edge, thickness=2, radius=8)
    middle = (left + right) / 2
    mark = _MARKS.get(report_status)
    line = top + 40 if mark else (top + bottom) / 2 + 13
    canvas.text((middle, line), short, 36, colour=look.ink, bold=True, anchor="ms")
    if mark:
        mark(canvas, (middle, bottom - 19), look.ink)


def _legend(canvas: Canvas, statuses: Mapping[str, ReportStatus]) -> None:
    counts = list(statuses.values())
    left, top, *_ = _cell(_LEGEND_COLUMN, _LEGEND_ROW)
    step = 52
    top += 24
    right = WIDTH - MARGIN
    for report_status, look in LOOKS.items():
        swatch = (left, top, left + 60, top + 42)
        canvas.box(swatch, look.fill, outline=look.edge, thickness=2, radius=6)
        if mark := _MARKS.get(report_status):
            mark(canvas, (left + 30, top + 21), look.ink)
        canvas.text((left + 78, top + 32), report_status, 32)
        count = str(counts.count(report_status))
        canvas.text((right, top + 32), count, 34, bold=True, anchor="rs")
        top += step
    canvas.box((left, top, right, top + 2), RULE)
    canvas.text((left + 78, top + 40), "Всего субъектов", 32, colour=FAINT)
    canvas.text((right, top + 40), str(len(counts)), 34, bold=True, anchor="rs")


# ── Marks, which tell the statuses apart without colour; a silent region has none ────────


def _tick(canvas: Canvas, at: Point, ink: Colour) -> None:
    x, y = at
    canvas.line([(x - 10, y), (x - 3, y + 7), (x + 11, y - 8)], ink, 4)


def _zero(canvas: Canvas, at: Point, ink: Colour) -> None:
    x, y = at
    canvas.ring((x - 7, y - 10, x + 7, y + 10), ink, 4)


def _dots(canvas: Canvas, at: Point, ink: Colour) -> None:
    x, y = at
    for step in (-11, 0, 11):
        canvas.dot((x + step, y), 3, ink)


def _back(canvas: Canvas, at: Point, ink: Colour) -> None:
    x, y = at
    canvas.line([(x + 13, y), (x - 12, y)], ink, 4)
    canvas.line([(x - 4, y - 8), (x - 12, y), (x - 4, y + 8)], ink, 4)


_MARKS: Mapping[ReportStatus, Callable[[Canvas, Point, Colour], None]] = {
    ReportStatus.SUBMITTED: _tick,
    ReportStatus.ZERO: _zero,
    ReportStatus.IN_PROGRESS: _dots,
    ReportStatus.RETURNED: _back,
}
