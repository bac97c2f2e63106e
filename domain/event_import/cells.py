"""Reads the cells of one row as answers to the form's questions, by the form's own parsers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any, NamedTuple

from domain.event_import.counts import read_count
from domain.event_import.headings import Role, may_have_videos
from domain.event_import.kinds import guess_kind
from domain.event_import.links import read_links
from domain.event_import.places import read_place
from domain.event_import.result import Flaw, Guess, GuessKind, shown
from domain.event_import.wording import EMPTY, OTHER_REGION, SHARED_COUNT, for_file
from domain.events.fields import field, kind_called, parse_kind
from domain.events.form import answers_to_save
from domain.events.videos import is_video
from domain.refusal import Refusal
from domain.regions.directory import Region
from domain.regions.search import find_regions, is_name_of, is_plain
from domain.regions.towns import is_town

_KEPT = 10_000  # cells whose meaning is remembered: most come again and again
# The fields' keys of the columns that are read alike.
_COUNTS = {Role.TIMES_HELD: "times_held", Role.PARTICIPANTS: "participants"}
_LINKS = {Role.PUBLICATION_LINKS: "publication_links", Role.VIDEO_LINKS: "video_links"}


@dataclass(slots=True)
class Cell:
    """`filled` is one whose text stands in a merged cell or in a row above; `shared` is a number
    for several rows."""

    text: str
    heading: str
    column: int
    links: tuple[str, ...] = ()
    filled: bool = False
    shared: bool = False

    def flaw(self, sentence: str) -> Flaw:
        return Flaw(shown(self.heading), shown(self.text), sentence, self.column)


Cells = Mapping[Role, Sequence[Cell]]


class RowRead(NamedTuple):
    """With flaws the answers are not whole, else they can be saved."""

    answers: dict[str, Any]
    guesses: list[Guess]
    flaws: list[Flaw]


class CellReader:
    """For the rows of one region's file."""

    def __init__(self, region: Region) -> None:
        parse_name = field("name").parse
        assert parse_name is not None
        self._parse_name = parse_name
        self._nothing = answers_to_save({})
        self._place = lru_cache(_KEPT)(partial(read_place, region))
        self._count = lru_cache(_KEPT)(read_count)
        self._other_region = lru_cache(_KEPT)(partial(other_region, region=region))
        self._guess_kind = lru_cache(_KEPT)(guess_kind)

    def read(self, cells: Cells, section: str | None, sheet: str) -> RowRead:
        """`section` is the text of the line above that heads the row, `sheet` the name of its
        sheet: either may say the town."""
        row = RowRead(self._nothing.copy(), [], [])
        self._check_region(cells, row)
        self._read_name_and_kind(cells, section, row)
        self._read_place(cells, section or sheet, row)
        for role, key in _COUNTS.items():
            self._read_count(cells[role][0], key, row)
        for role, key in _LINKS.items():
            row.answers[key] = _links(cells.get(role, ()), key, row)
        if Role.VIDEO_LINKS not in cells and all(
            may_have_videos(cell.heading) for cell in cells.get(Role.PUBLICATION_LINKS, ())
        ):
            _part_videos(row)
        return row

    def _check_region(self, cells: Cells, row: RowRead) -> None:
        for cell in cells.get(Role.REGION, ()):
            other = self._other_region(cell.text) if cell.text else None
            if other is not None:
                row.flaws.append(cell.flaw(OTHER_REGION.format(other)))

    def _read_name_and_kind(self, cells: Cells, section: str | None, row: RowRead) -> None:
        (cell,) = cells[Role.NAME]
        try:
            name = row.answers["name"] = self._parse_name(cell.text) if cell.text else ""
        except Refusal as refusal:
            name = ""
            row.flaws.append(cell.flaw(for_file(refusal)))
        else:
            if not name:
                row.flaws.append(cell.flaw(EMPTY["name"]))
            _note_filled(cell, "name", row)
        written = "".join([each.text for each in cells.get(Role.KIND, ())])
        kind, guess = self._kind(written, name, section or "")
        row.answers["kind"] = kind
        if guess:
            row.guesses.append(guess)

    def _kind(self, written: str, name: str, section: str) -> tuple[str, Guess | None]:
        """As it is written in a column of its own, else as the line above says, else by the name;
        a guess but for the first."""
        if written and (kind := _kind_written(written)):
            return kind, None
        for source in filter(None, (written, section)):
            if kind := self._guess_kind(source):
                return kind, Guess(GuessKind.KIND_OF_SECTION, "kind", shown(source), kind)
        if kind := self._guess_kind(name):
            return kind, Guess(GuessKind.KIND, "kind", shown(name), kind)
        return "other", Guess(GuessKind.NO_KIND, "kind", shown(written or name), "other")

    def _read_place(self, cells: Cells, above: str, row: RowRead) -> None:
        """A venue that has no town's column beside it is expected to begin with the town, unless
        the line `above` is one."""
        where = [*cells.get(Role.CITY, ()), *cells.get(Role.PLACE, ())]
        venue = cells.get(Role.ORGANISATION, ())
        if not where:
            where, venue = [*venue], ()
        texts = dict.fromkeys([cell.text for cell in where if cell.text])
        if not texts:
            row.flaws.append(where[0].flaw(EMPTY["city"]))
            return
        organisation = venue[0].text if venue else ""
        place = self._place(", ".join(texts), organisation, above)
        row.answers.update(place.answers)
        row.guesses.extend(place.guesses)
        for key, its_cells in (("city", where), ("organisation", venue)):
            for cell in its_cells:
                _note_filled(cell, key, row)
        if place.refused:
            wrong = venue[0] if place.is_venue_refused and venue else where[-1]
            row.flaws.append(wrong.flaw(place.refused))

    def _read_count(self, cell: Cell, key: str, row: RowRead) -> None:
        if cell.shared:
            flaw = cell.flaw(SHARED_COUNT.format(shown(cell.text)))
            row.flaws.append(replace(flaw, cleared=True))
            return
        count = self._count(key, cell.text, row.answers["kind"])
        row.answers[key] = count.value
        if count.guess:
            row.guesses.append(count.guess)
        if count.refused:
            row.flaws.append(cell.flaw(count.refused))


def other_region(text: str, region: Region) -> str | None:
    """The name of another region that the text says; None if it says this one, or none."""
    if is_name_of(region, text) or is_town(text, region):
        return None
    named = [each for each in find_regions(text) if is_plain(text, each) or is_town(text, each)]
    return None if not named or region in named else named[0].name


def _part_videos(row: RowRead) -> None:
    """Those that stand in a column for all links."""
    publications, videos = Role.PUBLICATION_LINKS.value, Role.VIDEO_LINKS.value
    found = [link for link in row.answers[publications] if is_video(link)]
    if found:
        row.answers[publications] = [
            link for link in row.answers[publications] if link not in found
        ]
        row.answers[videos] = found
        row.guesses.append(Guess(GuessKind.VIDEO, videos, shown(found[0])))


def _kind_written(text: str) -> str | None:
    try:
        return str(parse_kind(text))
    except Refusal:
        return kind_called(text)


def _note_filled(cell: Cell, key: str, row: RowRead) -> None:
    if cell.filled:
        row.guesses.append(Guess(GuessKind.FILLED, key, "", shown(cell.text)))


def _links(cells: Sequence[Cell], key: str, row: RowRead) -> list[str]:
    links: list[str] = []
    for cell in cells:
        if cell.text or cell.links:
            found = read_links(key, links, cell.text, cell.links)
            links = list(found.links)
            if found.guess:
                row.guesses.append(found.guess)
            if found.refused:
                row.flaws.append(cell.flaw(found.refused))
    return links
