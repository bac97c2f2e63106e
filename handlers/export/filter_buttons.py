"""The buttons under an exported file: the same campaign's table through other filters."""

from datetime import tzinfo
from functools import partial
from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from domain.export.filters import REPORTS, ExportFilter, Reports
from domain.export.result import Export
from handlers.callbacks import RowId, Year
from handlers.export import texts
from handlers.keyboards import button, rows
from handlers.region_picker import NO_DISTRICT, RegionChoice

ReportsChoice = Reports | Literal[""]


class ExportFiltered(CallbackData, prefix="export_part"):
    """Exports what the filter leaves. Empty fields filter nothing out."""

    year: Year
    district: str = ""  # NO_DISTRICT for the regions outside them
    code: str = ""
    kind: str = ""
    changed: bool = False
    csv: bool = False
    reports: ReportsChoice = ""
    since: RowId = 0

    @classmethod
    def of(cls, export_filter: ExportFilter) -> "ExportFiltered":
        assert export_filter.year is not None
        return cls(
            year=export_filter.year,
            district=NO_DISTRICT if export_filter.district == "" else export_filter.district or "",
            code=export_filter.region_code or "",
            kind=export_filter.kind or "",
            changed=export_filter.changed,
            csv=export_filter.format == "csv",
            reports=export_filter.reports or "",
            since=export_filter.since,
        )

    def export_filter(self) -> ExportFilter:
        """Raises ValidationError for a forged button."""
        return ExportFilter(
            year=self.year,
            district="" if self.district == NO_DISTRICT else self.district or None,
            region_code=self.code or None,
            kind=self.kind or None,
            reports=self.reports or None,
            changed=self.changed,
            since=self.since,
            format="csv" if self.csv else "xlsx",
        )


class ChooseFilter(CallbackData, prefix="export_by"):
    by: Literal["district", "region", "kind"]
    year: Year
    reports: ReportsChoice = ""


class ExportRegion(RegionChoice, prefix="export_region"):
    """With what else was asked for in one line with the region."""

    year: Year
    reports: ReportsChoice = ""
    kind: str = ""
    changed: bool = False
    csv: bool = False

    def choice(self) -> "partial[ExportRegion]":
        """Makes the further steps of the same choice."""
        asked = self.model_dump(exclude={"district", "code"})
        return partial(ExportRegion, **asked)

    def export_filter(self, region_code: str | None) -> ExportFilter:
        """Raises ValidationError for a forged button."""
        return ExportFilter(
            year=self.year,
            region_code=region_code,
            reports=self.reports or None,
            kind=self.kind or None,
            changed=self.changed,
            format="csv" if self.csv else "xlsx",
        )


class OpenExports(CallbackData, prefix="export_log"):
    year: Year


def below(export: Export, zone: tzinfo) -> InlineKeyboardMarkup:
    """Under the file that was made: the same through other filters."""
    export_filter = export.export_filter
    assert export_filter.year is not None
    by = partial(ChooseFilter, year=export_filter.year, reports=export_filter.reports or "")
    is_csv = export_filter.format == "csv"
    other = export_filter.model_copy(update={"format": "xlsx" if is_csv else "csv"})
    whole = ExportFilter(year=export_filter.year)
    changes = whole.model_copy(update={"changed": True})
    new = []
    if export_filter.is_whole and export.since is not None and export.changes:
        # The export that has just been made is the last one: those since the one before.
        before = changes.model_copy(update={"since": export.since.recorded})
        new.append(button(texts.changes_since(export.since.at, zone), ExportFiltered.of(before)))
    # Two of the three: not those that the file shows, nor what stands on a sheet of its own.
    shown = export_filter.reports or ("submitted" if is_csv else "unsubmitted")
    return rows(
        []
        if export_filter.is_whole or other.is_whole
        else [button(texts.WHOLE, ExportFiltered.of(whole))],
        new,
        [button(texts.ONE_DISTRICT, by(by="district")), button(texts.ONE_REGION, by(by="region"))],
        [
            button(texts.ONE_KIND, by(by="kind")),
            button(texts.ONLY_CHANGES, ExportFiltered.of(changes)),
        ],
        [
            button(
                texts.ONLY_REPORTS[each],
                ExportFiltered.of(export_filter.model_copy(update={"reports": each})),
            )
            for each in REPORTS
            if each != shown
        ],
        [
            button(texts.AS_WORKBOOK if is_csv else texts.AS_CSV, ExportFiltered.of(other)),
            button(texts.WHO_EXPORTED, OpenExports(year=export_filter.year)),
        ],
    )
