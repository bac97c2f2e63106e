"""Which part of the merged table is exported, and as what kind of file."""

from collections.abc import Sequence
from typing import Any, Literal, Self

from pydantic import BaseModel, field_validator

from domain.events.fields import KINDS
from domain.regions.directory import FEDERAL_DISTRICTS, Region, load_regions

_LATIN = str.maketrans(
    {"Ц": "c", "С": "s", "З": "z", "Ю": "yu", "К": "k", "П": "p", "У": "u", "Д": "d"}
    | {"Ф": "f", "О": "o"}
)


class ExportFilter(BaseModel, frozen=True):
    """Leaves those of one campaign's events that match every field that is set; with none set, all.

    `year` is the campaign's, None for the newest. `district` is a key of FEDERAL_DISTRICTS, ""
    for the regions outside them. `changed` leaves the events that changed since the last whole
    export of whoever asks. Raises ValidationError for an unknown district, region or kind.
    """

    year: int | None = None
    district: str | None = None
    region_code: str | None = None
    kind: str | None = None
    changed: bool = False
    format: Literal["xlsx", "csv"] = "xlsx"

    @field_validator("district")
    @classmethod
    def _known_district(cls, district: str | None) -> str | None:
        return _known(district, [each or "" for each in FEDERAL_DISTRICTS])

    @field_validator("region_code")
    @classmethod
    def _known_region(cls, code: str | None) -> str | None:
        return _known(code, [region.code for region in load_regions()])

    @field_validator("kind")
    @classmethod
    def _known_kind(cls, kind: str | None) -> str | None:
        return _known(kind, list(KINDS))

    @property
    def is_whole(self) -> bool:
        """Everything that the regions have reported in that year, in whatever format."""
        return not self.words and not self.changed

    @property
    def whole(self) -> Self:
        """The whole table of that year, in the same format."""
        return self.model_copy(
            update={"district": None, "region_code": None, "kind": None, "changed": False}
        )

    @property
    def regions(self) -> tuple[Region, ...]:
        """Those whose events it leaves, in the letter's order."""
        return tuple(
            region
            for region in load_regions()
            if self.region_code in (None, region.code)
            if self.district in (None, region.federal_district or "")
        )

    @property
    def words(self) -> str:
        """The district, region and kind in Russian; empty if none is set."""
        parts = []
        if self.district is not None:
            parts.append(FEDERAL_DISTRICTS[self.district or None])
        if self.region_code is not None:
            parts.append(self.regions[0].name if self.regions else "нет субъектов")
        if self.kind is not None:
            parts.append(f"вид «{KINDS[self.kind]}»")
        return ", ".join(parts)

    @property
    def slug(self) -> str:
        """All that is set, for a file's name: plain ASCII; empty if nothing is."""
        district = "outside" if self.district == "" else (self.district or "").translate(_LATIN)
        parts = (district, self.region_code, self.kind, "changes" if self.changed else None)
        return "-".join(part for part in parts if part)

    @property
    def on_record(self) -> dict[str, Any]:
        """For the audit trail; `ExportFilter(**…)` reads it back."""
        return self.model_dump(exclude_defaults=True)


def _known(value: str | None, among: Sequence[str]) -> str | None:
    if value is not None and value not in among:
        raise ValueError(f"{value!r} is not in the table")
    return value
