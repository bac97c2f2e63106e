import pytest
from pydantic import ValidationError

from domain.events.fields import KINDS
from domain.export.filters import Cut
from domain.regions.directory import FEDERAL_DISTRICTS, load_regions


@pytest.mark.parametrize(
    ("cut", "whole", "regions", "words", "slug"),
    [
        (Cut(), True, 89, "", ""),
        (Cut(format="csv"), True, 89, "", ""),
        (Cut(changed=True), False, 89, "", "changes"),
        (Cut(district="ЮФО"), False, 8, "Южный федеральный округ", "yufo"),
        (Cut(district=""), False, 4, "Вне федеральных округов", "outside"),
        (Cut(region_code="31"), False, 1, "Белгородская область", "31"),
        (Cut(kind="fair"), False, 89, "вид «Фестиваль, ярмарка»", "fair"),
        (Cut(district="ЦФО", region_code="59"), False, 0, None, "cfo-59"),
    ],
)
def test_a_cut_knows_what_is_in_it(
    cut: Cut, whole: bool, regions: int, words: str | None, slug: str
) -> None:
    assert (cut.is_whole, len(cut.regions), cut.slug) == (whole, regions, slug)
    assert words is None or cut.words == words
    assert Cut(**cut.on_record) == cut


@pytest.mark.parametrize(
    "wrong", [{"district": "Марс"}, {"region_code": "99"}, {"kind": "nonsense"}, {"format": "pdf"}]
)
def test_there_is_no_cut_of_what_does_not_exist(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        Cut.model_validate(wrong)


def test_every_name_of_a_file_is_plain_ascii() -> None:
    cuts = [
        *(Cut(district=district or "") for district in FEDERAL_DISTRICTS),
        *(Cut(region_code=region.code) for region in load_regions()),
        *(Cut(kind=kind) for kind in KINDS),
    ]
    assert all(cut.slug.isascii() for cut in cuts)
    assert len({cut.slug for cut in cuts}) == len(cuts)
