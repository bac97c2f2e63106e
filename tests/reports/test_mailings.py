"""Whom a mailing is for, by what is typed or stored, and by what a message is known again."""

import pytest

from models import MailingKind
from reports.mailings import BEGINNING, Audience, audience_of, beginning, district_typed
from reports.region_search import find_regions
from reports.regions import FEDERAL_DISTRICTS, load_regions


@pytest.mark.parametrize("short", FEDERAL_DISTRICTS)
def test_every_district_is_found_by_its_name_and_its_letters(short: str | None) -> None:
    name = FEDERAL_DISTRICTS[short]
    typed = {name, name.upper(), f"  {name} ", name.removesuffix(" федеральный округ"), short}
    found = {district_typed(each) for each in typed if each}
    assert found == {Audience("district", short or "")}
    assert not find_regions(name.removesuffix(" федеральный округ")), "no region is meant by it"


@pytest.mark.parametrize("typed", ["", " ", "фо", "федеральный округ", "Белгородская область"])
def test_what_is_no_district_is_none(typed: str) -> None:
    assert district_typed(typed) is None


def test_only_audiences_that_exist_are_taken_from_a_button() -> None:
    for whom in ("all", "unreported", "silent"):
        assert audience_of(whom) == Audience(whom)
        assert audience_of(whom, "31") is None
    for region in load_regions():
        assert audience_of("region", region.code) == Audience("region", region.code)
    for district in FEDERAL_DISTRICTS:
        assert audience_of("district", district or "") == Audience("district", district or "")
    for whom, which in (("", ""), ("everybody", ""), ("region", ""), ("region", "1"),
                        ("district", "None"), ("district", "31"), ("ALL", "")):  # fmt: skip
        assert audience_of(whom, which) is None


def test_a_message_is_known_again_by_its_first_words() -> None:
    assert beginning(MailingKind.BROADCAST, {"text": "a <b>\n\n c"}) == "a <b> c"
    assert beginning(MailingKind.BROADCAST, {"photo": "id", "caption": "Подпись"}) == "Подпись"
    assert beginning(MailingKind.BROADCAST, {"document": "id"}) == ""
    assert beginning(MailingKind.REMINDER, {}) == ""
    assert beginning(MailingKind.NOTICE, {"text": "<b>Срок</b> &lt;новый&gt;"}) == "Срок <новый>"
    assert len(beginning(MailingKind.BROADCAST, {"text": "я" * 4096})) == BEGINNING
