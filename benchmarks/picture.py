"""The curves as a picture: answers a second and waits, by the number of people."""

import math
from collections.abc import Callable, Iterator, Sequence
from html import escape

from benchmarks.findings import Curve

WIDTH, HEIGHT = 460, 300  # of one panel
LEFT, TOP, BETWEEN = 60, 50, 80
COLOURS = ("#7f7f7f", "#d62728", "#1f77b4", "#2ca02c", "#9467bd")

Place = Callable[[float], float]
Series = Sequence[tuple[Curve, Sequence[float], str]]


def draw(curves: Sequence[Curve]) -> str:
    width = LEFT + 2 * WIDTH + BETWEEN + 30
    height = TOP + HEIGHT + 75 + 20 * len(curves)
    right = LEFT + WIDTH + BETWEEN
    rates = [(curve, curve.rates, "") for curve in curves]
    waits = [(curve, curve.half, "") for curve in curves]
    waits += [(curve, curve.nearly_all, ' stroke-dasharray="5 4"') for curve in curves]
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
            'font-family="sans-serif" font-size="12">',
            '<rect width="100%" height="100%" fill="white"/>',
            *_panel("Answers a second", rates, LEFT, curves),
            *_panel("Wait in ms: p50, dashed p99", waits, right, curves),
            *_legend(curves, TOP + HEIGHT + 75),
            "</svg>\n",
        )
    )


def _panel(title: str, series: Series, left: float, curves: Sequence[Curve]) -> Iterator[str]:
    """Both axes are logarithmic."""
    people = curves[0].people
    values = [value for _, each, _ in series for value in each]
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    x = _scale(math.log10(people[0]), math.log10(people[-1]), left, left + WIDTH)
    y = _scale(low, high, TOP + HEIGHT, TOP)
    yield _text(left, TOP - 18, title, weight="bold")
    for power in range(low, high + 1):
        at = y(10**power)
        yield f'<path d="M{left:.0f} {at:.1f}h{WIDTH}" stroke="#ddd"/>'
        yield _text(left - 8, at + 4, f"{10.0**power:,g}", anchor="end")
    for count in people:
        yield _text(x(count), TOP + HEIGHT + 20, str(count), anchor="middle")
    yield _text(left + WIDTH / 2, TOP + HEIGHT + 40, "people who write at once", anchor="middle")
    for curve, each, dashes in series:
        points = " ".join(f"{x(n):.1f},{y(v):.1f}" for n, v in zip(people, each, strict=True))
        colour = COLOURS[curves.index(curve)]
        line = f'stroke="{colour}" stroke-width="2"{dashes}'
        yield f'<polyline points="{points}" fill="none" {line}/>'


def _scale(low: float, high: float, start: float, end: float) -> Place:
    return lambda value: start + (math.log10(value) - low) / (high - low) * (end - start)


def _legend(curves: Sequence[Curve], top: float) -> Iterator[str]:
    for index, curve in enumerate(curves):
        at = top + 20 * index
        yield f'<path d="M{LEFT} {at - 4}h24" stroke="{COLOURS[index]}" stroke-width="3"/>'
        yield _text(LEFT + 32, at, curve.name)


def _text(x: float, y: float, words: str, *, anchor: str = "start", weight: str = "normal") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">'
        f"{escape(words)}</text>"
    )
