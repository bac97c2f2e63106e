from unittest.mock import Mock

import pytest
from pydantic import ValidationError

from domain.events.fields import KINDS
from domain.export.filters import ExportFilter, Reports
from domain.regions.directory import FEDERAL_DISTRICTS, load_regions
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from tests.regional import status

IN_THE_SOUTH = (
    False,
    8,
    "Южный федеральный округ, вид «Фестиваль, ярмарка», только сданные отчёты",
    "yufo-fair-submitted",
)


@pytest.mark.parametrize(
    ("export_filter", "whole", "regions", "words", "slug"),
    [
        (ExportFilter(), True, 89, "", ""),
        (ExportFilter(format="csv"), False, 89, "", ""),
        (ExportFilter(changed=True), False, 89, "", "changes"),
        (ExportFilter(district="ЮФО"), False, 8, "Южный федеральный округ", "yufo"),
        (ExportFilter(district=""), False, 4, "Вне федеральных округов", "outside"),
        (ExportFilter(region_code="31"), False, 1, "Белгородская область", "31"),
        (ExportFilter(kind="fair"), False, 89, "вид «Фестиваль, ярмарка»", "fair"),
        (ExportFilter(reports="accepted"), False, 89, "только принятые отчёты", "accepted"),
        (ExportFilter(district="ЮФО", kind="fair", reports="submitted"), *IN_THE_SOUTH),
        (ExportFilter(changed=True, since=7), False, 89, "", "changes"),
        (ExportFilter(district="ЦФО", region_code="59"), False, 0, None, "cfo-59"),
    ],
)
def test_a_filter_knows_what_it_leaves(
    export_filter: ExportFilter, whole: bool, regions: int, words: str | None, slug: str
) -> None:
    assert (export_filter.is_whole, len(export_filter.regions), export_filter.slug) == (
        whole,
        regions,
        slug,
    )
    assert words is None or export_filter.words == words
    assert ExportFilter(**export_filter.model_dump(exclude_defaults=True)) == export_filter


@pytest.mark.parametrize(
    "wrong",
    [
        {"district": "Марс"},
        {"region_code": "99"},
        {"kind": "nonsense"},
        {"reports": "lost"},
        {"format": "pdf"},
    ],
)
def test_there_is_no_filter_for_what_does_not_exist(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        ExportFilter.model_validate(wrong)


def test_a_filter_of_reports_leaves_those_that_stand_so() -> None:
    region = load_regions()[0]
    submitted = status(region, ReportStatus.SUBMITTED)
    accepted = status(region, ReportStatus.SUBMITTED, accepted=True)
    zero, returned = status(region, ReportStatus.ZERO), status(region, ReportStatus.RETURNED)
    begun = status(region, ReportStatus.IN_PROGRESS)
    every = [submitted, accepted, zero, returned, begun]

    def left(reports: Reports | None) -> list[RegionStatus]:
        return [each for each in every if ExportFilter(reports=reports).leaves(each)]

    assert left(None) == every
    assert left("submitted") == [submitted, accepted, zero]
    assert left("accepted") == [accepted]
    assert left("unsubmitted") == [returned, begun]
    assert not ExportFilter(region_code="59", reports="submitted").leaves(submitted)


def test_a_report_is_judged_without_a_look_at_the_other_regions(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    regions, of_south = load_regions(), ExportFilter(district="ЮФО")
    look = Mock(return_value=regions)
    monkeypatch.setattr("domain.export.filters.load_regions", look)
    submitted = [status(region, ReportStatus.SUBMITTED) for region in regions]
    assert sum(map(of_south.leaves, submitted)) == 8
    assert look.call_count == 0


def test_every_name_of_a_file_is_plain_ascii() -> None:
    filters = [
        *(ExportFilter(district=district or "") for district in FEDERAL_DISTRICTS),
        *(ExportFilter(region_code=region.code) for region in load_regions()),
        *(ExportFilter(kind=kind) for kind in KINDS),
    ]
    assert all(export_filter.slug.isascii() for export_filter in filters)
    assert len({export_filter.slug for export_filter in filters}) == len(filters)
