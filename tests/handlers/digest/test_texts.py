"""What the digest says: the wording that depends on something."""

from dataclasses import replace
from datetime import timedelta

from domain.reports.state import ReportStatus
from domain.reports.status_groups import StatusSummary
from domain.reports.sums import Part, Sums, apart
from handlers.digest import texts
from handlers.formatting import moment
from handlers.phrases import COUNTED
from models import Campaign, RegionNews
from tests.world import IN_THE_WEEK, MOSCOW


def test_the_settings_tell_when_the_next_one_comes() -> None:
    campaign, next_at = Campaign(), IN_THE_WEEK + timedelta(hours=20)

    def settings(hour: int | None) -> str:
        text = texts.settings(
            hour=hour,
            news=RegionNews.IN_DIGEST,
            campaign=campaign,
            zone=MOSCOW,
            next_at=next_at,
        )
        return text.split("\n\n")[1]

    assert settings(None) == texts.IS_OFF
    assert settings(8) == f"Приходит в 8:00. Следующая: {moment(next_at, MOSCOW)}."
    campaign.closed_at = IN_THE_WEEK
    assert settings(8) == texts.is_paused(8)


def test_without_a_digest_no_line_of_it_is_promised() -> None:
    assert "в сводке" in texts.region_news(RegionNews.AT_ONCE, 8)
    assert texts.region_news(RegionNews.AT_ONCE, None).endswith(": сообщение приходит сразу.")


def test_a_line_names_the_first_ten_of_whatever_is_new() -> None:
    assert texts.line("Сдали", []) == ""
    assert texts.line("Сдали", ["Орёл & Тула"]) == "Сдали – <b>1</b>: Орёл &amp; Тула"
    assert texts.line("Сдали", ["Тула – 5"], 5) == "Сдали – <b>5</b>: Тула – 5"
    many = texts.line("Сдали", ["Тула"] * 12)
    assert many.startswith("Сдали – <b>12</b>: Тула, ")
    assert many.count("Тула") == 10


def test_where_all_stand_is_told_in_one_sentence() -> None:
    found = StatusSummary(
        regions=21,
        by_status=dict.fromkeys(ReportStatus, 4),
        accepted=0,
        late=0,
        sums=apart([(Part.SUBMITTED, Sums(events=3)), (Part.UNSUBMITTED, Sums(events=2))]),
    )
    each = ", ".join(texts.status_count(status, 4) for status in COUNTED)
    stands = f"<b>Всего 21 регион</b>: {each}."
    events = "Мероприятий в сданных отчётах: 3, в несданных: 2."
    assert texts.summary_line(found) == f"{stands}\n{events}"
    accepted = replace(found, accepted=2)
    assert texts.summary_line(accepted) == f"{stands} {texts.ACCEPTED_SO_FAR}: 2.\n{events}"
