"""Draws a region's report on one page, to be shown to a superior: where it stands, the totals, the
kinds of event and the places."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.charts.drawing import BLUE, FAINT, HEIGHT, MARGIN, PALE_BLUE, RULE, WIDTH, Canvas, head
from domain.charts.tile_map import LOOKS
from domain.reports.state import ReportStatus
from domain.reports.sums import Sums
from domain.text.counting import figure, noun

NO_EVENTS = "Мероприятий нет"
BARS = 10  # in each of the two lists

_STATE_TOP, _FIGURES_TOP, _LISTS_TOP = 146, 236, 470
_GAP = 40
_ROW = 54


@dataclass(frozen=True, slots=True)
class RegionPage:
    """`state` says in words where the report stands. `kinds` and `places` have the number of events
    of each, the most first."""

    title: str
    subtitle: str
    report_status: ReportStatus
    state: str
    sums: Sums
    kinds: Sequence[tuple[str, int]]
    places: Sequence[tuple[str, int]]
    made_at: str


def draw_page(page: RegionPage) -> bytes:
    """A PNG of 1920 × 1080."""
    canvas = Canvas()
    room = WIDTH - 2 * MARGIN - canvas.width(page.made_at, 30) - _GAP
    head(canvas, _cut(canvas, page.title, 46, room, bold=True), page.subtitle, page.made_at)
    _state(canvas, page)
    _figures(canvas, page.sums)
    if not page.sums.events:
        canvas.text((WIDTH / 2, 740), NO_EVENTS, 54, colour=FAINT, anchor="ms")
        return canvas.png()
    half = (WIDTH - 2 * MARGIN - _GAP) / 2
    _bars(canvas, MARGIN, half, "Мероприятия по видам", page.kinds)
    _bars(canvas, MARGIN + half + _GAP, half, "Мероприятия по населённым пунктам", page.places)
    return canvas.png()


def _state(canvas: Canvas, page: RegionPage) -> None:
    look = LOOKS[page.report_status]
    words = _cut(canvas, page.state, 30, WIDTH - 2 * MARGIN - 48, bold=True)
    right = MARGIN + canvas.width(words, 30, bold=True) + 48
    box = (MARGIN, _STATE_TOP, right, _STATE_TOP + 58)
    canvas.box(box, look.fill, outline=look.edge, thickness=2, radius=12)
    canvas.text((MARGIN + 24, _STATE_TOP + 40), words, 30, colour=look.ink, bold=True)


def _figures(canvas: Canvas, sums: Sums) -> None:
    """The three totals, side by side."""
    cards = (
        (sums.events, noun(sums.events, "мероприятие", "мероприятия", "мероприятий")),
        (sums.times_held, noun(sums.times_held, "проведение", "проведения", "проведений")),
        (sums.participants, noun(sums.participants, "участник", "участника", "участников")),
    )
    width = (WIDTH - 2 * MARGIN - _GAP * (len(cards) - 1)) / len(cards)
    for place, (number, words) in enumerate(cards):
        left = MARGIN + place * (width + _GAP)
        box = (left, _FIGURES_TOP, left + width, _FIGURES_TOP + 180)
        canvas.box(box, None, outline=RULE, thickness=3, radius=16)
        size = 96.0
        while canvas.width(figure(number), size, bold=True) > width - 60:
            size -= 4
        middle = left + width / 2
        at = (middle, _FIGURES_TOP + 108)
        canvas.text(at, figure(number), size, colour=BLUE, bold=True, anchor="ms")
        canvas.text((middle, _FIGURES_TOP + 156), words, 32, colour=FAINT, anchor="ms")


def _bars(
    canvas: Canvas, left: float, width: float, title: str, bars: Sequence[tuple[str, int]]
) -> None:
    """A list that is too long ends with how many more there are."""
    canvas.text((left, _LISTS_TOP + 30), title, 32, bold=True)
    most, name_room = max(number for _, number in bars), width * 0.5
    shown, left_out = (
        (bars, bars[:0]) if len(bars) <= BARS else (bars[: BARS - 1], bars[BARS - 1 :])
    )
    number_room = canvas.width(figure(most), 28, bold=True) + 20
    longest = width - name_room - 20 - number_room
    for place, (name, number) in enumerate(shown):
        top = _LISTS_TOP + 56 + place * _ROW
        canvas.text((left, top + 34), _cut(canvas, name, 28, name_room), 28)
        start = left + name_room + 20
        end = start + max(longest * number / most, 6)
        canvas.box((start, top + 6, end, top + 42), PALE_BLUE, radius=6)
        canvas.text((end + 12, top + 34), figure(number), 28, bold=True)
    if left_out:
        more = sum(number for _, number in left_out)
        words = f"и ещё {figure(len(left_out))} (мероприятий: {figure(more)})"
        canvas.text((left, HEIGHT - 30), words, 26, colour=FAINT)


def _cut(canvas: Canvas, words: str, size: float, room: float, *, bold: bool = False) -> str:
    """As much of the words as fits into the room, in pixels."""
    if canvas.width(words, size, bold=bold) <= room:
        return words
    while words and canvas.width(f"{words}…", size, bold=bold) > room:
        words = words[:-1]
    return f"{words.rstrip()}…"
