"""What of a file is new to the region's report."""

from dataclasses import dataclass

from domain.event_import.result import EventRead, EventsRead, RowPlace
from domain.events.likeness import differing
from domain.imports.existing import ExistingEvents


@dataclass(frozen=True, slots=True)
class InReport:
    """A row whose event the report has already, under that number; `differs` are the keys of the
    fields in which the row says something else."""

    place: RowPlace
    number: int
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """Each of the rows `read` is `new`, `in_report`, a twin within the file, or refused."""

    read: EventsRead
    new: tuple[EventRead, ...]
    in_report: tuple[InReport, ...]

    @property
    def twins(self) -> int:
        return len(self.in_report) + len(self.read.twins)


def check_file(read: EventsRead, existing: ExistingEvents) -> CheckedFile:
    if not existing:
        return CheckedFile(read, read.events, ())
    new, in_report = list[EventRead](), list[InReport]()
    for each in read.events:
        twin = existing.twin_of(each.answers, each.twin_key)
        if twin is None:
            new.append(each)
        else:
            # What the file is silent about, it does not contradict.
            differs = tuple(key for key in differing(each.answers, twin) if each.answers[key])
            in_report.append(InReport(each.place, twin["number"], differs))
    return CheckedFile(read, tuple(new), tuple(in_report))
