"""The map: what is decided about it, by its pixels and by the words put on it."""

from io import BytesIO
from itertools import combinations, pairwise

import pytest
from PIL import Image, ImageColor

from domain.charts import tile_map
from domain.charts.drawing import FAINT, INK, PAPER, Canvas, Colour, Point
from domain.charts.tile_map import LOOKS, draw_map, tile_box
from domain.regions.directory import load_regions
from domain.reports.state import ReportStatus

REGIONS = load_regions()
STANDINGS = {each.code: list(ReportStatus)[each.number % 5] for each in REGIONS}


class Witness(Canvas):
    """A canvas that remembers what was written on it."""

    written: list[str]

    def __init__(self) -> None:
        super().__init__()
        Witness.written = []

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
        Witness.written.append(str(words))
        super().text(at, words, size, colour=colour, bold=bold, anchor=anchor, halo=halo)


def drawn(standings: dict[str, ReportStatus]) -> Image.Image:
    png = draw_map(standings, title="Карта", subtitle="Отчитались", made_at="22.11.2026")
    return Image.open(BytesIO(png)).convert("RGB")


def light(colour: Colour) -> float:
    """Relative luminance, 0 to 1, as the accessibility guidelines define it."""
    parts = [each / 255 for each in ImageColor.getrgb(colour)[:3]]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


def test_each_tile_has_the_colour_of_where_its_region_stands() -> None:
    picture = drawn(STANDINGS)
    assert picture.size == (1920, 1080)
    for region in REGIONS:
        left, top, _, bottom = tile_box(region)
        beside_the_name = picture.getpixel((int(left) + 6, int(top + bottom) // 2))
        expected = ImageColor.getrgb(LOOKS[STANDINGS[region.code]].fill)
        assert beside_the_name == expected, region.name


def test_tiles_lie_apart_and_within_the_picture() -> None:
    boxes = [tile_box(region) for region in REGIONS]
    assert all(
        0 < left < right < 1920 and 0 < top < bottom < 1080 for left, top, right, bottom in boxes
    )
    for one, other in combinations(boxes, 2):
        assert one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]


@pytest.mark.parametrize("everyone", [None, ReportStatus.NOT_BEGUN, ReportStatus.SUBMITTED])
def test_the_legend_counts_every_standing_and_all_regions(
    everyone: ReportStatus | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tile_map, "Canvas", Witness)
    standings = STANDINGS if everyone is None else dict.fromkeys(STANDINGS, everyone)
    drawn(standings)
    legend = Witness.written[-12:]
    counts = dict(zip(legend[::2], map(int, legend[1::2]), strict=True))
    assert counts.pop("Всего субъектов") == 89 == sum(counts.values())
    assert counts == {each: list(standings.values()).count(each) for each in ReportStatus}
    assert {region.short for region in REGIONS} <= set(Witness.written)


def test_every_word_can_be_read() -> None:
    grounds = [(look.fill, look.ink) for look in LOOKS.values()]
    assert all(contrast(*each) >= 4.5 for each in [*grounds, (PAPER, INK), (PAPER, FAINT)])


def test_the_standings_stay_apart_in_grey_print() -> None:
    # The perceived lightness, 0 to 100, of each ground.
    greys = sorted(116 * light(look.fill) ** (1 / 3) - 16 for look in LOOKS.values())
    assert all(lighter - darker >= 10 for darker, lighter in pairwise(greys))


def test_a_map_that_misses_a_region_is_not_drawn() -> None:
    with pytest.raises(KeyError):
        drawn({code: report_status for code, report_status in STANDINGS.items() if code != "31"})
