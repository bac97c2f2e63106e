"""Many more reporting units than there are regions, in the place of the ministry's list."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

from domain.regions import directory, towns
from domain.regions.directory import Region, load_regions

CODE_LENGTH = 5  # characters; the schema has two, which are too few for so many
TILES_IN_ROW = 200


@contextmanager
def reporting_units(count: int, folder: Path) -> Iterator[None]:
    """Within, the directory of regions has so many: the 89, then municipalities of each in turn,
    with one town each. The two tables are written to the folder and read from it."""
    regions = load_regions()
    added = [_municipality(regions, number) for number in range(len(regions) + 1, count + 1)]
    _write(folder / "regions.csv", map(asdict, [*regions, *added]))
    known = files("domain.regions").joinpath("towns.csv").read_text(encoding="utf-8")
    of_added = [{"code": unit.code, "towns": f"Город {unit.number}"} for unit in added]
    _write(folder / "towns.csv", [*csv.DictReader(known.splitlines()), *of_added])
    with (
        patch.object(directory, "files", lambda _: folder),
        patch.object(towns, "files", lambda _: folder),
    ):
        _forget_what_was_read()
        yield
    _forget_what_was_read()


def _municipality(regions: tuple[Region, ...], number: int) -> Region:
    region = regions[number % len(regions)]
    code = f"{region.code}{number // len(regions):03}"
    return replace(
        region,
        number=number,
        code=code,
        name=f"{region.name}, район {number}",
        short=code,
        # Beside the map, where no region is.
        tile_column=number % TILES_IN_ROW,
        tile_row=100 + number // TILES_IN_ROW,
    )


def _write(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    each = list(rows)
    with path.open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, list(each[0]))
        writer.writeheader()
        writer.writerows(each)


def _forget_what_was_read() -> None:
    for read in (directory.load_regions, directory._by_code, towns._towns):
        read.cache_clear()
