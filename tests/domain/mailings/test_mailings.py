"""Whom a mailing is for, by what is typed or stored, and by what a message is known again."""

from typing import Any

import pytest

from domain.mailings.mailings import BEGINNING, Audience, audience_of, beginning
from domain.regions.directory import FEDERAL_DISTRICTS, load_regions
from models import (
    BroadcastContent,
    Mailing,
    MailingContent,
    MailingKind,
    NoticeContent,
    ReminderContent,
    WrittenDocument,
    WrittenPhoto,
    WrittenText,
    YearlyConfirmationContent,
)


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
    photo = WrittenPhoto(photo="id", caption="Подпись")
    assert beginning(BroadcastContent(message=WrittenText(text="a <b>\n\n c"))) == "a <b> c"
    assert beginning(BroadcastContent(message=photo)) == "Подпись"
    assert beginning(BroadcastContent(message=WrittenDocument(document="id"))) == ""
    assert beginning(ReminderContent()) == ""
    assert beginning(NoticeContent(text="<b>Срок</b> &lt;новый&gt;")) == "Срок <новый>"
    assert len(beginning(BroadcastContent(message=WrittenText(text="я" * 4096)))) == BEGINNING


@pytest.mark.parametrize(
    ("kind", "stored", "content"),
    [
        ("reminder", {"whom": "silent", "nobody": ["31"]},
         ReminderContent(whom="silent", nobody=["31"])),
        ("notice", {"text": "Срок", "nobody": []}, NoticeContent(text="Срок")),
        ("still", {"text": "Вы?"}, YearlyConfirmationContent(text="Вы?")),
        ("broadcast", {"text": "Да", "entities": [{"type": "bold"}], "whom": "all"},
         BroadcastContent(message=WrittenText(text="Да", entities=[{"type": "bold"}]), whom="all")),
        ("broadcast", {"photo": "id", "caption_above": True, "spoiler": False, "caption": "Да"},
         BroadcastContent(message=WrittenPhoto(photo="id", caption="Да", caption_above=True))),
        ("broadcast", {"document": "id"}, BroadcastContent(message=WrittenDocument(document="id"))),
    ],
)  # fmt: skip
def test_the_content_of_older_rows_is_read(
    kind: str, stored: dict[str, Any], content: MailingContent
) -> None:
    assert Mailing(kind=MailingKind(kind), content_json=stored).content == content
    mailing = Mailing(content=content)
    assert mailing.kind == kind
    assert mailing.content == content, "as it is stored today"
