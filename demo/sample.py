"""A whole season's reports, made up: for the demonstration and tests. Nothing here
is true of anybody; the same seed gives the same data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from demo.sample_recipes import RECIPES, THEMES, Recipe, places
from domain.events.fields import FIELDS, KINDS
from domain.regions.directory import Region, load_regions
from domain.reports.state import ReportStatus
from models import ReportState

# How many regions stand where; all others have submitted.
_STANDINGS = {ReportStatus.NOT_BEGUN: 14, ReportStatus.IN_PROGRESS: 22, ReportStatus.ZERO: 4}
_MOST_EVENTS = 75  # of a region
_DAYS_OF_REPORTING = 10
_BLOCKED = 0.05  # of the coordinators
_UNFINISHED = 0.4  # of the coordinators where the report is in progress

# Above all of Telegram's ids, so that nobody of flesh and blood is mistaken for one of these.
FIRST_ID = 10_000_000_000_000

_WOMEN = (
    ("Анна", "Ольга", "Елена", "Наталья", "Мария", "Светлана", "Ирина", "Татьяна", "Юлия"),
    ("Смирнова", "Кузнецова", "Попова", "Соколова", "Морозова", "Волкова", "Лебедева"),
)
_MEN = (
    ("Алексей", "Дмитрий", "Сергей", "Андрей", "Михаил", "Павел", "Иван", "Тимур", "Руслан"),
    ("Иванов", "Петров", "Новиков", "Фёдоров", "Егоров", "Павлов", "Козлов"),
)


@dataclass(frozen=True, slots=True)
class SampleCoordinator:
    """`id` is no one's in Telegram. `blocked_at`: since when they have blocked the bot."""

    id: int
    name: str
    joined_at: datetime
    blocked_at: datetime | None


@dataclass(frozen=True, slots=True)
class SampleEvent:
    """`by` is the coordinator's id. `answers` has by field key, in the form's order, what was
    typed; a question passed over is empty. Where the last ones are missing, the form waits
    unfinished, and is the last that its author began."""

    by: int
    at: datetime
    answers: Mapping[str, str]

    @property
    def finished(self) -> bool:
        return len(self.answers) == len(FIELDS)


@dataclass(frozen=True, slots=True)
class SampleReport:
    """One region's: who and what is in it, events in order of time. `state` is None until it
    is handed in, which the first coordinator does `state_at`."""

    region: Region
    coordinators: tuple[SampleCoordinator, ...]
    events: tuple[SampleEvent, ...]
    state: ReportState | None
    state_at: datetime


def sample_reports(seed: int, now: datetime) -> tuple[SampleReport, ...]:
    """Of all regions in the letter's order, with some 1,500 events in the days before `now`."""
    random = Random(seed)  # noqa: S311 - it is to be repeated, not to be secret
    regions = load_regions()
    standings = [report_status for report_status, count in _STANDINGS.items() for _ in range(count)]
    standings += [ReportStatus.SUBMITTED] * (len(regions) - len(standings))
    random.shuffle(standings)
    return tuple(
        _report(random, region, report_status, now)
        for region, report_status in zip(regions, standings, strict=True)
    )


def _report(
    random: Random, region: Region, report_status: ReportStatus, now: datetime
) -> SampleReport:
    people = tuple(
        _coordinator(random, region, number, now) for number in range(random.choice((1, 1, 2)))
    )
    events: list[SampleEvent] = []
    if report_status in (ReportStatus.IN_PROGRESS, ReportStatus.SUBMITTED):
        count = min(max(round(random.lognormvariate(2.85, 0.6)), 1), _MOST_EVENTS)
        # Some are done early: reports come in on every day, not all on the last one.
        ago = random.randrange(_DAYS_OF_REPORTING) if report_status == ReportStatus.SUBMITTED else 0
        until, days = now - timedelta(days=ago), _DAYS_OF_REPORTING - ago
        moments = sorted(_moment(random, region, until, days) for _ in range(count))
        events = [
            SampleEvent(random.choice(people).id, at, _answers(random, region)) for at in moments
        ]
    last = events[-1].at if events else people[0].joined_at
    if report_status == ReportStatus.IN_PROGRESS:
        events += [
            SampleEvent(person.id, last, _begun(random, _answers(random, region)))
            for person in people
            if random.random() < _UNFINISHED
        ]
    states = {ReportStatus.SUBMITTED: ReportState.SUBMITTED, ReportStatus.ZERO: ReportState.ZERO}
    state_at = last + min(now - last, timedelta(minutes=random.randint(2, 120)))
    return SampleReport(region, people, tuple(events), states.get(report_status), state_at)


def _coordinator(random: Random, region: Region, number: int, now: datetime) -> SampleCoordinator:
    names, surnames = random.choice((_WOMEN, _MEN))
    return SampleCoordinator(
        id=FIRST_ID + 10 * region.number + number,
        name=f"{random.choice(names)} {random.choice(surnames)}",
        joined_at=_moment(random, region, now - timedelta(days=_DAYS_OF_REPORTING + 1), 7),
        blocked_at=now - timedelta(hours=1) if random.random() < _BLOCKED else None,
    )


def _moment(random: Random, region: Region, before: datetime, days: int) -> datetime:
    """In working hours by the region's clock, within so many days before that moment."""
    zone = ZoneInfo(region.time_zone)
    day = before.astimezone(zone).date() - timedelta(days=random.randrange(1, days + 1))
    at = time(random.randint(9, 18), random.randrange(60))
    return datetime.combine(day, at, zone)


def _answers(random: Random, region: Region) -> dict[str, str]:
    """All of an event's, as typed."""
    (recipe,) = random.choices(RECIPES, [each.often for each in RECIPES])
    place = places()[region.code]
    words = {
        "region": region.name,
        "authority": region.authority,
        "theme": random.choice(THEMES),
        "food": place.food,
        "wares": place.wares,
        "number": random.randint(1, 11),
    }
    # The capital has as much going on as all other towns.
    cities = place.cities[:1] if recipe.in_capital or random.random() < 0.5 else place.cities
    times, participants = _size(random, recipe)
    return {
        "kind": KINDS[recipe.kind],
        "name": random.choice(recipe.names).format_map(words),
        "city": random.choice(cities),
        "organisation": random.choice(recipe.venues).format_map(words),
        "times_held": str(times),
        "participants": str(participants),
        "publication_links": _links(random, region, recipe.kind == "publication"),
        "video_links": _videos(random),
    }


def _size(random: Random, recipe: Recipe) -> tuple[int, int]:
    """Holdings, most often few, and the participants of all together."""
    few, many = recipe.times
    times = round(random.triangular(few, many, few))
    return times, sum(random.randint(*recipe.people) for _ in range(times))


# The addresses lead nowhere, today and later: a name that is set aside for examples, a community
# beyond the numbers that VK gives out, videos that nobody can have the number of.


def _links(random: Random, region: Region, many: bool) -> str:
    count = random.choices((0, 1, random.randint(2, 6), 20), (30, 45, 20, 1 + 10 * many))[0]
    return "\n".join(
        random.choice(
            (
                f"https://region{region.code}.example/news/{random.randint(10_000, 99_999)}",
                f"https://vk.com/wall-9{random.randint(10**8, 10**9 - 1)}_{random.randint(1, 999)}",
            )
        )
        for _ in range(count)
    )


def _videos(random: Random) -> str:
    count = random.choices((0, 1, 2, 5), (70, 22, 6, 2))[0]
    return "\n".join(
        f"https://rutube.ru/video/{random.getrandbits(128):032x}/" for _ in range(count)
    )


def _begun(random: Random, answers: dict[str, str]) -> dict[str, str]:
    """The first few of the answers."""
    return dict(list(answers.items())[: random.randint(1, len(answers) - 1)])
