"""The statements that the product executes, each explained by PostgreSQL as it is executed."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, event

_EXPLAINED = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b", re.IGNORECASE)
_CAST = re.compile(r"::[A-Z]+(?: WITH TIME ZONE)?(?:\(\d+\))?(?:\[\])?")
_PARAMETER = re.compile(r"%\(\w+\)s")
_MANY = re.compile(r"(\?, )+\?")

Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Scan:
    """How a table was read: `index` is None if from its beginning to its end. `rows` were given,
    `passed_over` read in vain, by all the times that it was done."""

    table: str
    index: str | None
    rows: int
    passed_over: int


@dataclass(slots=True)
class Plan:
    """Of one statement, executed `times` within what was done. `pages` of 8 kB were looked at;
    `returned` rows came back."""

    group: str
    purpose: str
    statement: str
    milliseconds: float
    pages: int
    returned: int
    scans: list[Scan]
    tree: Node
    times: int = 1


@dataclass(slots=True)
class Plans:
    """Of all that is executed while a purpose is named, which belongs to a group of them."""

    found: list[Plan] = field(default_factory=list)
    _explaining: bool = False

    @contextmanager
    def of(self, group: str, purpose: str) -> Iterator[None]:
        explain = partial(self._execute, group, purpose)
        event.listen(Engine, "before_cursor_execute", explain)
        yield
        event.remove(Engine, "before_cursor_execute", explain)

    def _execute(
        self,
        group: str,
        purpose: str,
        connection: Connection,
        _cursor: object,
        statement: str,
        parameters: Any,
        _context: object,
        executemany: bool,
    ) -> None:
        if self._explaining or not _EXPLAINED.match(statement):
            return
        shown = _shown(statement)
        for plan in self.found:
            if plan.purpose == purpose and plan.statement == shown:
                plan.times += 1
                return
        self._explaining = True
        try:
            # Explained before it is executed in earnest, and undone.
            savepoint = connection.begin_nested()
            explain = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
            one = parameters[0] if executemany else parameters
            (explained,) = connection.exec_driver_sql(explain, one).scalar_one()
            savepoint.rollback()
        finally:
            self._explaining = False
        self.found.append(_plan(group, purpose, shown, explained))


def _plan(group: str, purpose: str, statement: str, explained: Node) -> Plan:
    tree: Node = explained["Plan"]
    return Plan(
        group=group,
        purpose=purpose,
        statement=statement,
        milliseconds=explained["Planning Time"] + explained["Execution Time"],
        pages=tree["Shared Hit Blocks"] + tree["Shared Read Blocks"],
        returned=round(tree["Actual Rows"]),
        scans=[_scan(node) for node in nodes(tree) if "Relation Name" in node and _reads(node)],
        tree=tree,
    )


def nodes(tree: Node) -> Iterator[Node]:
    yield tree
    for each in tree.get("Plans", ()):
        yield from nodes(each)


def _reads(node: Node) -> bool:
    return bool(node["Node Type"] != "ModifyTable" and node["Actual Loops"])


def _scan(node: Node) -> Scan:
    loops = node["Actual Loops"]
    index = node.get("Index Name")
    if node["Node Type"] == "Bitmap Heap Scan":
        index = ", ".join(each["Index Name"] for each in nodes(node) if "Index Name" in each)
    passed_over = node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Join Filter", 0)
    rows = round(node["Actual Rows"] * loops)
    return Scan(node["Relation Name"], index, rows, round(passed_over * loops))


def _shown(statement: str) -> str:
    """On one line, with ? for every value, and one for a list of any length."""
    plain = _PARAMETER.sub("?", _CAST.sub("", statement))
    return _MANY.sub("?, …", " ".join(plain.split()))
