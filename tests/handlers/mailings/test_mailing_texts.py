"""Whatever there is to tell of a mailing fits into one message."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.mailings.mailings import Audience, Recipients, Whom
from domain.mailings.sent import Tally
from domain.regions.directory import load_regions
from domain.reports.state import ReportStatus, ReportSummary
from handlers.forms import texts as form_texts
from handlers.mailings import texts as mailings_texts
from handlers.mailings.texts.reminders import reminder
from models import BroadcastContent, Campaign, Mailing, Person, WrittenText
from sandbox.markup import parse_html
from sandbox.texts import TEXT_LIMIT

NOW = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
LONGEST = max(load_regions(), key=lambda region: len(region.name))
EVERYONE = tuple(
    Person(id=2**62 + number, name="&" * 150, username="u" * 32, region_code=LONGEST.code)
    for number in range(500)
)
TO = Recipients(
    regions=load_regions(),
    people=EVERYONE,
    blocked=EVERYONE,
    nobody=load_regions(),
    reported=load_regions(),
    closed=load_regions(),
)
MAILING = Mailing(
    id=1,
    content=BroadcastContent(
        message=WrittenText(text="&" * 4096),
        whom="region",
        which=LONGEST.code,
        nobody=[region.code for region in load_regions()],
    ),
    created_at=NOW - timedelta(hours=1),
)
TALLY = Tally(
    total=500, sent=100, skipped=100, unknown=100, left=100, blocked=EVERYONE, failed=EVERYONE
)


def shown(text: str) -> int:
    """What Telegram counts: after the entities are parsed."""
    return len(parse_html(text)[0])


def warning() -> str:
    return mailings_texts.mailing.sent_before(MAILING, EVERYONE[0], now=NOW, zone=UTC)


@pytest.mark.parametrize("whom", ["all", "unreported", "silent"])
def test_a_preview_fits(whom: Whom) -> None:
    audience = Audience(whom)
    example = reminder(
        campaign=Campaign(year=2026, deadline=NOW),
        deadline=NOW + timedelta(days=10),
        zone=UTC,
        region=LONGEST,
        seen=ReportSummary(
            ReportStatus.IN_PROGRESS,
            500,
            10**9,
            10**9,
            500,
            NOW,
            NOW,
            "я" * 150,
            None,
            None,
            None,
            None,
            None,
            None,
        ),
        now=NOW,
    )
    text = mailings_texts.remind.preview(
        audience, TO, warning=warning(), example=example, region=LONGEST
    )
    assert shown(text) < TEXT_LIMIT
    assert shown(mailings_texts.remind.nobody_to_remind(audience, TO)) < TEXT_LIMIT
    note = form_texts.corrected(mailings_texts.broadcast.MESSAGE)
    assert (
        shown(mailings_texts.broadcast.confirm(audience, TO, warning=warning(), note=note))
        < TEXT_LIMIT
    )


def test_a_group_without_any_regions_is_not_said_to_have_reported() -> None:
    none = Recipients(regions=(), people=(), blocked=(), nobody=())
    text = mailings_texts.remind.nobody_to_remind(Audience("silent"), none)
    assert text == "Кто не начинал отчёт: таких регионов сейчас нет."


def test_the_menu_with_mailings_under_way_fits() -> None:
    going = [mailings_texts.mailing.under_way(MAILING, EVERYONE[0], TALLY)] * 5
    note = mailings_texts.mailing.audience_not_found("&" * 4096)
    text = mailings_texts.mailing.choose_audience(
        mailings_texts.remind.WHOM, going=going, note=note
    )
    assert shown(text) < TEXT_LIMIT


def test_the_report_fits() -> None:
    text = mailings_texts.mailing.report(MAILING, TALLY, EVERYONE[0])
    assert shown(text) < TEXT_LIMIT
    assert "Получили: 100 из 500" in text
    assert len(mailings_texts.mailing.stopped_already(EVERYONE[0])) < 200


def test_an_answer_to_the_ministry_fits() -> None:
    text = mailings_texts.replies.answer(
        "&" * 500, by=EVERYONE[0], region=LONGEST, mailing=MAILING, now=NOW, zone=UTC
    )
    assert shown(text) < TEXT_LIMIT
    assert shown(mailings_texts.replies.ask(MAILING, limit=500)) < TEXT_LIMIT
