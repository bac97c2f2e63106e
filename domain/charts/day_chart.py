"""Draws the chart of submissions: bars by day and the cumulative total, with last year's total at
the same distance from the deadline."""

from collections.abc import Sequence
from datetime import timedelta

from domain.charts.drawing import (
    BLUE,
    FAINT,
    HEIGHT,
    MARGIN,
    PALE_BLUE,
    PAPER,
    RULE,
    WIDTH,
    Canvas,
    Colour,
    Point,
    head,
)
from domain.reports.submissions_by_day import SubmissionsByDay

LAST_YEAR: Colour = "#8A5A00"
DEADLINE: Colour = "#C2471A"

_LEFT, _RIGHT, _TOP, _BOTTOM = MARGIN + 62, WIDTH - MARGIN - 70, 236, HEIGHT - 180
_BEFORE, _AFTER = 28, 14  # the most days before and after the deadline that are shown
_FEWEST_DAYS = 15
_LABEL_WIDTH = 100  # of a day under the axis


class _Plane:
    """The coordinates of days and numbers of reports in the picture."""

    def __init__(self, days: range, regions: int) -> None:
        self.days = days
        self.regions = regions
        self.step = (_RIGHT - _LEFT) / len(days)

    def x(self, day: int) -> float:
        return _LEFT + (day - self.days.start + 0.5) * self.step

    def y(self, reports: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * reports / self.regions


def draw_chart(
    this: SubmissionsByDay,
    last: SubmissionsByDay | None,
    *,
    today: int,
    regions: int,
    title: str,
    subtitle: str,
    made_at: str,
) -> bytes:
    """A PNG of 1920 × 1080. This year's line ends with the day `today`, counted as in
    SubmissionsByDay; last year's is drawn to the end."""
    canvas = Canvas()
    head(canvas, title, subtitle, made_at)
    plane = _Plane(days_shown(this, last, today), regions)
    _scale(canvas, plane)
    _days(canvas, plane, this, aligned=last is not None)
    _bars(canvas, plane, this)
    _deadline(canvas, plane)
    if last is not None:
        points = [(plane.x(day), plane.y(last.until(day))) for day in plane.days]
        canvas.dashes(points, LAST_YEAR, 4)
    so_far = [day for day in plane.days if day <= today]
    points = [(plane.x(day), plane.y(this.until(day))) for day in so_far]
    if points:
        canvas.line(points, BLUE, 6)
        for point in points:
            canvas.dot(point, 7, BLUE)
    _ends(canvas, plane, this, last, points)
    _legend(canvas, this, last)
    return canvas.png()


def days_shown(this: SubmissionsByDay, last: SubmissionsByDay | None, today: int) -> range:
    """The days on the axis: all with submissions, within limits. Earlier submissions are in the
    total of the first day."""
    days = [0, *this.by_day, *(last.by_day if last else ())]
    first = max(min(*days, 1 - _FEWEST_DAYS), -_BEFORE)
    end = min(max(*days, min(today, 1), 1), _AFTER)
    return range(first, end + 1)


def _scale(canvas: Canvas, plane: _Plane) -> None:
    """Horizontal lines at round numbers and at the number of all regions."""
    for reports in (*range(0, plane.regions - 5, 20), plane.regions):
        y = plane.y(reports)
        canvas.box((_LEFT, y, _RIGHT, y + 2), RULE)
        canvas.text((_LEFT - 14, y + 9), str(reports), 26, colour=FAINT, anchor="rs")


def _days(canvas: Canvas, plane: _Plane, this: SubmissionsByDay, *, aligned: bool) -> None:
    """Under the axis: this year's dates, and their distance from the deadline."""
    days_a_label = -(-_LABEL_WIDTH // int(plane.step))
    for day in plane.days:
        if day % days_a_label:
            continue
        date = this.deadline + timedelta(days=day)
        bold = day == 0
        canvas.text((plane.x(day), _BOTTOM + 76), f"{date:%d.%m}", 26, bold=bold, anchor="ms")
        away = f"{day:+d}".replace("-", "−") if day else "срок"
        canvas.text((plane.x(day), _BOTTOM + 106), away, 24, colour=FAINT, anchor="ms")
    words = f"Дата в {this.year} году; под ней – сколько дней до срока (−) и после него (+)."
    if aligned:
        words += " Годы совмещены по дню срока."
    canvas.text(((_LEFT + _RIGHT) / 2, HEIGHT - 28), words, 24, colour=FAINT, anchor="ms")


def _bars(canvas: Canvas, plane: _Plane, this: SubmissionsByDay) -> None:
    half = plane.step * 0.34
    for day in plane.days:
        # Days before the axis begins have no bar: one bar must not stand for many days.
        if count := this.by_day.get(day, 0):
            x, top = plane.x(day), plane.y(count)
            canvas.box((x - half, top, x + half, _BOTTOM), PALE_BLUE)
            # Below the axis, where no line crosses it.
            canvas.box((x - half, _BOTTOM + 8, x + half, _BOTTOM + 40), PALE_BLUE, radius=6)
            canvas.text((x, _BOTTOM + 33), str(count), 26, bold=True, anchor="ms")


def _deadline(canvas: Canvas, plane: _Plane) -> None:
    x = plane.x(0)  # where the lines have what had come by the end of the day
    canvas.dashes([(x, _BOTTOM), (x, _TOP - 16)], DEADLINE, 3)
    canvas.text((x, _TOP - 26), "срок", 28, colour=DEADLINE, bold=True, anchor="ms")


def _ends(
    canvas: Canvas,
    plane: _Plane,
    this: SubmissionsByDay,
    last: SubmissionsByDay | None,
    points: Sequence[Point],
) -> None:
    """The numbers at which the lines end, and last year's on the same day."""
    if not points:
        return
    x, y = points[-1]
    day = plane.days.start + len(points) - 1
    mine, theirs = this.until(day), last.until(day) if last else None
    above = theirs is None or mine >= theirs
    _number(canvas, (x, y), mine, BLUE, above=above, size=44)
    if last is None or theirs is None:
        return
    if mine != theirs:
        at = (x, plane.y(theirs))
        canvas.dot(at, 8, LAST_YEAR)
        _number(canvas, at, theirs, LAST_YEAR, above=not above, size=34)
    end = plane.days[-1]
    if end != day:
        at = (plane.x(end), plane.y(last.until(end)))
        canvas.dot(at, 8, LAST_YEAR)
        _number(canvas, at, last.until(end), LAST_YEAR, above=True, size=34)


def _number(
    canvas: Canvas, at: Point, number: int, colour: Colour, *, above: bool, size: float
) -> None:
    x, y = at
    # The lines rise to the right, so there is room above a point, and below to the right. Below the
    # axis are the numbers of the days.
    below = min(y + 6 + size, _BOTTOM - 4)
    place, anchor = ((x, y - 18), "ms") if above else ((x + 12, below), "ls")
    canvas.text(place, str(number), size, colour=colour, bold=True, anchor=anchor, halo=PAPER)


def _legend(canvas: Canvas, this: SubmissionsByDay, last: SubmissionsByDay | None) -> None:
    x, y = float(_LEFT), 180
    canvas.box((x, y - 22, x + 34, y + 2), PALE_BLUE)
    x = _legend_words(canvas, x + 46, f"сдано за день, {this.year}")
    canvas.line([(x, y - 10), (x + 50, y - 10)], BLUE, 6)
    canvas.dot((x + 25, y - 10), 7, BLUE)
    x = _legend_words(canvas, x + 64, f"всего к концу дня, {this.year}")
    if last is not None:
        canvas.dashes([(x, y - 10), (x + 56, y - 10)], LAST_YEAR, 4)
        _legend_words(canvas, x + 68, f"всего к концу дня, {last.year}")


def _legend_words(canvas: Canvas, x: float, words: str) -> float:
    """Returns where the next entry begins."""
    canvas.text((x, 180), words, 28)
    return x + canvas.width(words, 28) + 60
