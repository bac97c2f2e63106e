"""The measures, each a module with `measure`, in the order in which they are run."""

from collections.abc import Awaitable, Callable, Mapping

from benchmarks.findings import Findings, Setting
from benchmarks.measures import (
    answers,
    beside_export,
    export,
    idle,
    imports,
    reminders,
    starting,
    statements,
    volume,
)

MEASURES: Mapping[str, Callable[[Setting], Awaitable[Findings]]] = {
    "starting": starting.measure,
    "answers": answers.measure,
    "statements": statements.measure,
    "volume": volume.measure,
    "idle": idle.measure,
    "export": export.measure,
    "beside_export": beside_export.measure,
    "imports": imports.measure,
    "reminders": reminders.measure,
}
