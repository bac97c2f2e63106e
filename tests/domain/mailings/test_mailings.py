"""Whom a mailing is for, by what is typed or stored, and by what a message is known again."""

from domain.mailings.mailings import BEGINNING, Audience, audience_of, beginning
from domain.regions.directory import FEDERAL_DISTRICTS, load_regions
from models import MailingKind


def test_only_audiences_that_exist_are_taken_from_a_button() -> None:
    for whom in ("all", "reported", "unreported", "silent"):
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
