"""What of a file is new to the region's report."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from domain.event_import.result import EventRead, EventsRead, Guess, GuessKind, RowPlace
from domain.events.doubts import Doubt
from domain.events.likeness import differing
from domain.imports.content import events_as_json
from domain.imports.existing import ExistingEvents


@dataclass(frozen=True, slots=True)
class InReport:
    """A row whose event the report has already, under that number; `differs` are the keys of the
    fields in which the row says something else."""

    place: RowPlace
    number: int
    differs: tuple[str, ...] = ()


class Guessed(NamedTuple):
    """All guesses of one kind: in which rows, the first of them, and for what is taken the
    different texts that it is taken for."""

    places: tuple[RowPlace, ...]
    first: Guess
    written: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class NewEvents:
    """Those that can be loaded: ready to be kept, and what is said of them. They themselves stay
    where they were read, because they are many. `elsewhere` has the towns that are known in other
    regions only."""

    count: int
    as_json: bytes
    guessed: Mapping[GuessKind, Guessed]
    doubts: tuple[tuple[RowPlace, Doubt], ...]
    elsewhere: tuple[tuple[RowPlace, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """Each of the rows `read` is `new`, `in_report`, a twin within the file, or refused. Of the
    events that were read `read` has none any more."""

    read: EventsRead
    new: NewEvents
    in_report: tuple[InReport, ...]

    @property
    def twins(self) -> int:
        return len(self.in_report) + len(self.read.twins)


def check_file(read: EventsRead, existing: ExistingEvents) -> CheckedFile:
    new, in_report = list[EventRead](), list[InReport]()
    for each in read.events if existing else ():
        twin = existing.twin_of(each.answers, each.twin_key)
        if twin is None:
            new.append(each)
        else:
            # What the file is silent about, it does not contradict.
            differs = tuple(key for key in differing(each.answers, twin) if each.answers[key])
            in_report.append(InReport(each.place, twin["number"], differs))
    found = _new_events(new if existing else read.events)
    return CheckedFile(replace(read, events=()), found, tuple(in_report))


def _new_events(events: Sequence[EventRead]) -> NewEvents:
    return NewEvents(
        count=len(events),
        as_json=events_as_json([{**each.answers, "twin_key": each.twin_key} for each in events]),
        guessed=_guessed(events),
        doubts=tuple((each.place, doubt) for each in events for doubt in each.doubts),
        elsewhere=tuple((each.place, each.elsewhere) for each in events if each.elsewhere),
    )


def _guessed(events: Iterable[EventRead]) -> dict[GuessKind, Guessed]:
    found: defaultdict[GuessKind, list[tuple[RowPlace, Guess]]] = defaultdict(list)
    for each in events:
        for guess in each.guesses:
            found[guess.kind].append((each.place, guess))
    return {kind: _of_one_kind(guesses) for kind, guesses in found.items()}


def _of_one_kind(found: Sequence[tuple[RowPlace, Guess]]) -> Guessed:
    written: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for _, guess in found:
        written[guess.taken][guess.written] = None
    return Guessed(
        places=tuple(dict.fromkeys(place for place, _ in found)),
        first=found[0][1],
        written={taken: tuple(texts) for taken, texts in written.items()},
    )
