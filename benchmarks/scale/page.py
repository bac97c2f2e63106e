"""The page of results."""

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from benchmarks.scale.data import Size
from benchmarks.scale.growth import Growth
from benchmarks.scale.plans import Node, Plan
from benchmarks.scale.saturation import saturation
from benchmarks.scale.season import ANSWER, CLOCK, MINISTRY, WORKBOOK

# From so many rows on it matters that a table is read from its beginning to its end.
LARGE = 5_000
# A query that looks at more pages grows with something, though by an index.
FEW_PAGES = 200
LONGEST_STATEMENT = 150  # characters
HEADINGS = {
    ANSWER: "On the way of an answer",
    CLOCK: "By the clock",
    MINISTRY: "On the ministry's screens",
    WORKBOOK: "For the workbook",
}


@dataclass(frozen=True, slots=True)
class Table:
    """Sizes in bytes."""

    name: str
    rows: int
    size: int
    indexes: int


def page(size: Size, tables: Sequence[Table], plans: Sequence[Plan], growth: Growth) -> str:
    return (
        "\n".join(
            [
                *_head(size),
                *saturation(size, tables, plans, growth),
                *_growth(growth),
                *_tables(tables),
                *_plans(plans),
            ]
        )
        + "\n"
    )


def _head(size: Size) -> Iterator[str]:
    yield "# Far beyond one season"
    yield ""
    yield (
        f"{size.units:,} reporting units, {size.coordinators:,} coordinators, {size.years} years, "
        f"by generated rows in the product's own schema on PostgreSQL. Every statement below is "
        "the one that the product executes, explained (ANALYZE, BUFFERS) at that moment on its own "
        "connection. Written by `make bench-scale`."
    )
    yield ""
    python = platform.python_version()
    yield f"Machine: {os.cpu_count()} cores, {platform.machine()}, Python {python}."
    yield ""


def _growth(growth: Growth) -> Iterator[str]:
    few, many = growth.events
    yield "## What an answer costs as events grow"
    yield ""
    yield (
        f"On SQLite, the whole bot in one process beside a Telegram that only nods; {few:,} and "
        f"{many:,} events stored, in turn. Milliseconds of processor, medians."
    )
    yield ""
    yield f"| step | with {few:,} | with {many:,} | ratio | statements |"
    yield "|---|---:|---:|---:|---:|"
    for step, (little, much) in growth.costs.items():
        statements = f"{little.statements} → {much.statements}"
        yield (
            f"| {step} | {little.cpu:.1f} | {much.cpu:.1f} | {growth.ratios[step]:.2f} "
            f"| {statements} |"
        )
    yield ""


def _tables(tables: Sequence[Table]) -> Iterator[str]:
    yield "## Rows and sizes"
    yield ""
    yield "| table | rows | table, MB | indexes, MB |"
    yield "|---|---:|---:|---:|"
    for table in tables:
        sizes = f"{table.size / 2**20:,.1f} | {table.indexes / 2**20:,.1f}"
        yield f"| {table.name} | {table.rows:,} | {sizes} |"
    yield ""


def _plans(plans: Iterable[Plan]) -> Iterator[str]:
    """Each statement once, where it is first executed."""
    once: dict[tuple[str, str], Plan] = {}
    for plan in plans:
        once.setdefault((plan.group, plan.statement), plan)
    for group, of_group in groupby(once.values(), key=lambda plan: plan.group):
        each = list(of_group)
        yield f"## {HEADINGS[group]}"
        yield ""
        yield "| for | statement | read | pages | ms | verdict |"
        yield "|---|---|---|---:|---:|---|"
        for plan in each:
            yield (
                f"| {plan.purpose} | `{_short(plan.statement)}` | {_read(plan)} | {plan.pages:,} "
                f"| {plan.milliseconds:,.1f} | {verdict(plan)} |"
            )
        yield ""
        for plan in each:
            if verdict(plan) != "flat":
                yield from _whole(plan)


def verdict(plan: Plan) -> str:
    whole = [
        scan.table
        for scan in plan.scans
        if scan.index is None and scan.rows + scan.passed_over >= LARGE
    ]
    if whole:
        return "reads all of " + ", ".join(dict.fromkeys(whole))
    return "flat" if plan.pages <= FEW_PAGES else f"by index, {plan.returned:,} rows"


def _read(plan: Plan) -> str:
    reads = (
        f"{scan.table}{f' by {scan.index}' if scan.index else ''}: {scan.rows + scan.passed_over:,}"
        for scan in plan.scans
    )
    return "<br>".join(dict.fromkeys(reads)) or "–"


def _short(statement: str) -> str:
    """Without the columns that are read."""
    verb, _, rest = statement.partition(" ")
    if verb == "SELECT" and " FROM " in rest:
        statement = " ".join(("SELECT … FROM", rest.partition(" FROM ")[2]))
    statement = statement.replace("|", "\\|")
    return statement if len(statement) <= LONGEST_STATEMENT else f"{statement[:LONGEST_STATEMENT]}…"


def _whole(plan: Plan) -> Iterator[str]:
    yield f"<details><summary>{plan.purpose}: {verdict(plan)}</summary>"
    yield ""
    yield "```"
    yield plan.statement[:2000]
    yield ""
    yield from _tree(plan.tree)
    yield "```"
    yield ""
    yield "</details>"
    yield ""


def _tree(node: Node, depth: int = 0) -> Iterator[str]:
    where = f" {node['Relation Name']}" if "Relation Name" in node else ""
    index = f" by {node['Index Name']}" if "Index Name" in node else ""
    pages = node["Shared Hit Blocks"] + node["Shared Read Blocks"]
    figures = (
        f"rows={node['Actual Rows']:,.0f} loops={node['Actual Loops']:,} pages={pages:,} "
        f"{node['Actual Total Time']:.1f} ms"
    )
    yield f"{'  ' * depth}{node['Node Type']}{where}{index} ({figures})"
    for each in node.get("Plans", ()):
        yield from _tree(each, depth + 1)
