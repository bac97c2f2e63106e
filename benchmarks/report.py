"""What was found, as a page: the targets, each measure's table, and where time goes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.figures import Figure
from benchmarks.findings import Table
from benchmarks.targets import TARGETS, Target

METHOD = """\
All bots run on uvloop on one core and speak over HTTP to a Bot API on the other one, which answers
at once. With its people, who send the next answer when the last one is answered, it takes a
fraction of that core. The durable form is this project's whole form of an event, twelve messages,
with its outgoing pace lifted; that as many events are saved as forms were filled in is checked.
Rounds are interleaved, ratios are taken within a round; figures are medians, in brackets the least
and the most of the rounds. SQLite is set as the bot sets it; PostgreSQL is a server on the same
machine as it comes, with fsync, beside the Bot API on the second core."""


def missed(figures: Mapping[str, Figure]) -> list[Target]:
    return [
        target
        for target in TARGETS
        if target.key in figures and not target.is_reached(figures[target.key].median)
    ]


def page(
    date: str,
    machine: Iterable[tuple[str, str]],
    figures: Mapping[str, Figure],
    tables: Sequence[Table],
    profiles: Sequence[Table],
) -> str:
    parts = [
        "# Measured",
        f"Written by `make bench` on {date}.",
        markdown(Table("", ("", ""), list(machine))),
        METHOD,
        markdown(targets_table(figures)),
        "![Answers a second and waits by the number of people](curves.svg)",
        *map(markdown, tables),
        *_unreached(missed(figures), profiles),
    ]
    return "\n\n".join(parts) + "\n"


def targets_table(figures: Mapping[str, Figure]) -> Table:
    rows = [
        (
            target.words,
            str(figures[target.key]),
            target.bound_in_words,
            "yes" if target.is_reached(figures[target.key].median) else "**no**",
        )
        for target in TARGETS
        if target.key in figures
    ]
    return Table("Targets", ("measure", "figure", "to reach", "reached"), rows)


def _unreached(targets: Sequence[Target], profiles: Sequence[Table]) -> Iterator[str]:
    if targets:
        yield "## Not reached"
        yield "\n".join(f"- {target.words}. Next: {target.next_idea}" for target in targets)
    yield from map(markdown, profiles)


def markdown(table: Table) -> str:
    heading = [f"## {table.title}", ""] if table.title else []
    rows = [table.head, ["---"] * len(table.head), *table.rows]
    return "\n".join([*heading, *(f"| {' | '.join(row)} |" for row in rows)])


def plain(table: Table) -> str:
    """For a terminal."""
    rows = [table.head, *table.rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(widths[n]) for n, cell in enumerate(row)).rstrip() for row in rows
    ]
    return "\n".join([table.title, *(f"  {line}" for line in lines)])
