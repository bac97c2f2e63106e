"""Which part of the merged table is exported, and as what kind of file."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Self

from pydantic import BaseModel, model_validator

from domain.events.fields import KINDS
from domain.regions.directory import FEDERAL_DISTRICTS, Region, load_regions
from domain.reports.status import RegionStatus
from domain.reports.sums import Part

_LATIN = str.maketrans(
    {"Ц": "c", "С": "s", "З": "z", "Ю": "yu", "К": "k", "П": "p", "У": "u", "Д": "d"}
    | {"Ф": "f", "О": "o"}
)

Reports = Literal["submitted", "accepted", "unsubmitted"]
# Over the number of regions that are left.
_COUNTED: Mapping[Reports | None, str] = MappingProxyType(
    {
        None: "Отчитались",
        "submitted": "Отчитались",
        "accepted": "Принято отчётов",
        "unsubmitted": "Не отчитались",
    }
)
REPORTS: Mapping[Reports, str] = MappingProxyType(
    {
        "submitted": "только сданные отчёты",
        "accepted": "только принятые отчёты",
        "unsubmitted": "только несданные отчёты",
    }
)


class ExportFilter(BaseModel, frozen=True):
    """Leaves those of one campaign's events that match every field that is set; with none set, all.

    `year` is the campaign's, None for the newest. `district` is a key of FEDERAL_DISTRICTS, ""
    for the regions outside them. `reports` leaves the regions whose report stands so. `changed`
    leaves the events that changed since a whole export of whoever asks: that whose record has the
    id `since`, 0 for the last one. Raises ValidationError for an unknown district, region or kind.
    """

    year: int | None = None
    district: str | None = None
    region_code: str | None = None
    kind: str | None = None
    reports: Reports | None = None
    changed: bool = False
    since: int = 0
    format: Literal["xlsx", "csv"] = "xlsx"

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        unknown = (
            self.district is not None and (self.district or None) not in FEDERAL_DISTRICTS,
            self.region_code is not None
            and self.region_code not in {region.code for region in load_regions()},
            self.kind is not None and self.kind not in KINDS,
        )
        if any(unknown):
            raise ValueError("no such district, region or kind")
        return self

    @property
    def is_whole(self) -> bool:
        """Everything that the regions have entered in that year: a workbook. A CSV file is not,
        it leaves out what is not submitted."""
        return not self.words and not self.changed and self.format == "xlsx"

    @property
    def regions(self) -> tuple[Region, ...]:
        """Those of its district and region, in the letter's order."""
        return tuple(filter(self.covers, load_regions()))

    def covers(self, region: Region) -> bool:
        """Whether the region is of its district, and the one that it names."""
        of_district = self.district in (None, region.federal_district or "")
        return of_district and self.region_code in (None, region.code)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Of what can be left: submitted reports, unsubmitted ones, or both."""
        if self.reports is None:
            return tuple(Part)
        return (Part.UNSUBMITTED if self.reports == "unsubmitted" else Part.SUBMITTED,)

    @property
    def headings(self) -> Mapping[Part, str]:
        """Each of the parts with the word for it over its sums."""
        if self.reports == "accepted":
            return {Part.SUBMITTED: "Принято"}
        return {part: str(part) for part in self.parts}

    @property
    def counted(self) -> str:
        """What is said of the regions in the first of its parts."""
        return _COUNTED[self.reports]

    def leaves(self, status: RegionStatus) -> bool:
        """Whether it leaves the report of a region that stands so."""
        accepted = self.reports != "accepted" or status.accepted
        return self.covers(status.region) and status.part in self.parts and accepted

    @property
    def words(self) -> str:
        """The district, region, kind and reports in Russian; empty if none is set."""
        parts = []
        if self.district is not None:
            parts.append(FEDERAL_DISTRICTS[self.district or None])
        if self.region_code is not None:
            parts.append(self.regions[0].name if self.regions else "нет субъектов")
        if self.kind is not None:
            parts.append(f"вид «{KINDS[self.kind]}»")
        if self.reports is not None:
            parts.append(REPORTS[self.reports])
        return ", ".join(parts)

    @property
    def slug(self) -> str:
        """All that is set, for a file's name: plain ASCII; empty if nothing is."""
        district = "outside" if self.district == "" else (self.district or "").translate(_LATIN)
        changes = "changes" if self.changed else None
        parts = (district, self.region_code, self.kind, self.reports, changes)
        return "-".join(part for part in parts if part)
