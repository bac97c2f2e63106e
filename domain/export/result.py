"""What an export says of itself, apart from the file. Nothing here writes files, so that whoever
only tells of an export need not load what does."""

from dataclasses import dataclass

from domain.export.changes import Changes
from domain.export.filters import ExportFilter
from domain.export.log import AuditPosition
from domain.reports.sums import PartSums


@dataclass(frozen=True, slots=True)
class Totals:
    """Of the `regions` of an export, how many it has `counted` (see its filter), and how many have
    events in it; and the sums of these."""

    regions: int
    counted: int
    with_events: int
    sums: PartSums


@dataclass(frozen=True, slots=True)
class Export:
    """What was made. `export_filter` is what it shows: the whole table if only changes were asked
    for and there is no earlier export to compare with. `rows` is the number of events in the file;
    `report_state` says of a single region where its report stands.

    `changes` are those `since` an earlier export: in an export of changes they are what the file
    shows; beside the whole table they say how much is new. Both are None without such an export,
    and for other parts of the table."""

    export_filter: ExportFilter
    campaign_id: int
    title: str
    totals: Totals
    rows: int
    report_state: str | None
    position: AuditPosition
    since: AuditPosition | None
    changes: Changes | None
