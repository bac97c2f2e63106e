import pytest
from pydantic import ValidationError

from domain.events.fields import KINDS
from domain.export.filters import ExportFilter
from domain.regions.directory import FEDERAL_DISTRICTS, load_regions


@pytest.mark.parametrize(
    ("export_filter", "whole", "regions", "words", "slug"),
    [
        (ExportFilter(), True, 89, "", ""),
        (ExportFilter(format="csv"), True, 89, "", ""),
        (ExportFilter(changed=True), False, 89, "", "changes"),
        (ExportFilter(district="ЮФО"), False, 8, "Южный федеральный округ", "yufo"),
        (ExportFilter(district=""), False, 4, "Вне федеральных округов", "outside"),
        (ExportFilter(region_code="31"), False, 1, "Белгородская область", "31"),
        (ExportFilter(kind="fair"), False, 89, "вид «Фестиваль, ярмарка»", "fair"),
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
    "wrong", [{"district": "Марс"}, {"region_code": "99"}, {"kind": "nonsense"}, {"format": "pdf"}]
)
def test_there_is_no_filter_for_what_does_not_exist(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        ExportFilter.model_validate(wrong)


def test_every_name_of_a_file_is_plain_ascii() -> None:
    filters = [
        *(ExportFilter(district=district or "") for district in FEDERAL_DISTRICTS),
        *(ExportFilter(region_code=region.code) for region in load_regions()),
        *(ExportFilter(kind=kind) for kind in KINDS),
    ]
    assert all(export_filter.slug.isascii() for export_filter in filters)
    assert len({export_filter.slug for export_filter in filters}) == len(filters)
