"""What looks odd in the reported data: pure, and never in anybody's way. A remark is for the
ministry to look at; the region may well be right."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import expm1, log, log1p
from statistics import median

from babel.numbers import format_decimal
from rapidfuzz import fuzz, process

# Of a kind, before anything is said of what is usual.
ENOUGH = 20
# Robust deviations (a normal distribution's sigma) from the median. Nothing within ten times the
# median is far out, however alike the others are.
_FAR = 3.5
_LEAST_SPREAD = log(10) / _FAR
_SIGMA = 1.4826  # of a normal distribution, in medians of absolute deviations

# How alike, in percent, each of name, city and organisation are when they mean the same.
_ALIKE = 90
_WORD = re.compile(r"\w+")
# Numbers, single letters and Roman figures tell «5 «А»» from «5 «Б»», whatever else is alike.
_TELLING = re.compile(r"\w*\d\w*|\w|[ivx]+")
_IDLE = frozenset({"г", "город", "имени", "им"})


class RemarkSort(StrEnum):
    """What a remark is about, with the words that tables show."""

    NO_LINKS = "Нет ссылок"
    FEW_PARTICIPANTS = "Участников меньше, чем проведений"
    REPEATED = "Возможный повтор"
    UNUSUAL = "Необычные числа"


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """What remarks are made from. `kind` is a key of KINDS, `number` is within the region,
    `links` is how many there are, to publications and videos together."""

    id: int
    region_code: str
    number: int
    kind: str
    name: str
    city: str
    organisation: str
    times_held: int
    participants: int
    links: int


@dataclass(frozen=True, slots=True)
class Remark:
    """`text` is a plain sentence that stands without the sort."""

    event: ReportedEvent
    sort: RemarkSort
    text: str


@dataclass(frozen=True, slots=True)
class Range:
    """What is usual (nine tenths of what is not far out), and beyond what a figure is far out."""

    low: float
    high: float
    too_low: float
    too_high: float


@dataclass(frozen=True, slots=True)
class Usual:
    """Of one kind of event: times held, and participants of one holding."""

    times_held: Range
    attendance: Range


def usual_of_kinds(figures: Iterable[tuple[str, int, int]]) -> dict[str, Usual]:
    """By kind, what is usual, from the kind, times held and participants of all of a campaign's
    events. Kinds with fewer than ENOUGH events are left out."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    attendance: defaultdict[str, list[float]] = defaultdict(list)
    for kind, times_held, participants in figures:
        times[kind].append(times_held)
        attendance[kind].append(participants / times_held)
    return {
        kind: Usual(_range(times[kind]), _range(attendance[kind]))
        for kind in times
        if len(times[kind]) >= ENOUGH
    }


def remarks(
    events: Sequence[ReportedEvent], usual: Mapping[str, Usual] | None = None
) -> list[Remark]:
    """On each event in turn. `usual` is that of the whole campaign, for when `events` are only
    some of it; repetitions are looked for among `events`, within a region and kind."""
    if usual is None:
        usual = usual_of_kinds((each.kind, each.times_held, each.participants) for each in events)
    first = _repeated(events)
    return [remark for each in events for remark in _on(each, usual.get(each.kind), first)]


def _on(
    event: ReportedEvent, usual: Usual | None, first: Mapping[int, ReportedEvent]
) -> Iterator[Remark]:
    few = event.participants < event.times_held
    if not event.links:
        yield Remark(event, RemarkSort.NO_LINKS, "Нет ни одной ссылки на публикации и видео.")
    if few:
        text = (
            f"Участников ({_figure(event.participants)}) меньше, чем проведений "
            f"({_figure(event.times_held)})."
        )
        yield Remark(event, RemarkSort.FEW_PARTICIPANTS, text)
    if event.id in first:
        text = f"Похоже на мероприятие № {first[event.id].number} того же региона."
        yield Remark(event, RemarkSort.REPEATED, text)
    if usual is None:
        return
    times, attendance = usual.times_held, usual.attendance
    # Once is never too seldom.
    if event.times_held > times.too_high:
        text = f"Проведений: {_figure(event.times_held)}, {_usually(times)}."
        yield Remark(event, RemarkSort.UNUSUAL, text)
    mean = event.participants / event.times_held
    if mean > attendance.too_high or (mean < attendance.too_low and not few):
        text = f"Участников на одно проведение: {_figure(round(mean))}, {_usually(attendance)}."
        yield Remark(event, RemarkSort.UNUSUAL, text)


def _range(figures: Sequence[float]) -> Range:
    """By median and median deviation of the logarithms: sizes of events differ by factors, and
    a few slips of ten times too much do not move what is usual."""
    logs = [log1p(each) for each in figures]
    middle = median(logs)
    spread = max(median(abs(each - middle) for each in logs) * _SIGMA, _LEAST_SPREAD)
    too_low, too_high = expm1(middle - _FAR * spread), expm1(middle + _FAR * spread)
    within = sorted(each for each in figures if too_low <= each <= too_high)
    rare = len(within) // 20
    return Range(low=within[rare], high=within[-1 - rare], too_low=too_low, too_high=too_high)


def _usually(usual: Range) -> str:
    return f"обычно от {_figure(_rounded(usual.low))} до {_figure(_rounded(usual.high))}"


def _rounded(number: float) -> int:
    """To two significant digits."""
    whole = round(number)
    return round(whole, 2 - len(str(whole)))


def _figure(number: int) -> str:
    return str(format_decimal(number, locale="ru"))


@dataclass(frozen=True, slots=True)
class _Gist:
    """What an event is called and where it was, without case, punctuation and the order of
    words; `telling` are the words that must be the very same."""

    parts: tuple[str, str, str]
    telling: tuple[str, ...]


def _repeated(events: Iterable[ReportedEvent]) -> dict[int, ReportedEvent]:
    """By the id of each event that seems to be there already, the first one like it."""
    seen: defaultdict[tuple[str, str, tuple[str, ...]], _Seen] = defaultdict(_Seen)
    found = {}
    for event in sorted(events, key=lambda each: each.number):
        gist = _gist(event)
        # Only among these could it be: the rest is told apart by a number or a letter.
        same = seen[event.region_code, event.kind, gist.telling].like(gist, event)
        if same is not None:
            found[event.id] = same
    return found


class _Seen:
    """Events that differ from one another."""

    def __init__(self) -> None:
        self._whole: list[str] = []
        self._events: list[tuple[_Gist, ReportedEvent]] = []

    def like(self, gist: _Gist, event: ReportedEvent) -> ReportedEvent | None:
        """The event that is like this one; if there is none, this one is kept."""
        whole = " ".join(gist.parts)
        # Where each part is that much alike, the whole is, too; that is found out fast.
        near = process.extract_iter(
            whole, self._whole, scorer=fuzz.ratio, processor=None, score_cutoff=_ALIKE
        )
        for _, _, index in near:
            was, other = self._events[index]
            if all(map(_is_like, gist.parts, was.parts)):
                return other
        self._whole.append(whole)
        self._events.append((gist, event))
        return None


def _gist(event: ReportedEvent) -> _Gist:
    words = [
        [word for word in _WORD.findall(_plain(text)) if word not in _IDLE]
        for text in (event.name, event.city, event.organisation)
    ]
    name, city, organisation = (" ".join(sorted(part)) for part in words)
    telling = sorted(word for part in words for word in part if _TELLING.fullmatch(word))
    return _Gist((name, city, organisation), tuple(telling))


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е").replace("_", " ")


def _is_like(one: str, other: str) -> bool:
    return one == other or fuzz.ratio(one, other) >= _ALIKE
