"""What is said of mailings: everything fits into one message, and the wording that depends on
something."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.mailings.mailings import Audience, Recipients, Whom
from domain.mailings.progress import Count, Tally
from domain.people.reachable import OutOfReach
from domain.refusal import Refusal
from domain.regions.directory import load_regions, region_by_code
from domain.reports.state import ReportStatus
from handlers.formatting import refusal, with_note
from handlers.mailings import texts
from handlers.mailings.texts.reminders import reminder
from handlers.phrases import nobody_to_write_to
from models import (
    BroadcastContent,
    Campaign,
    Mailing,
    MailingContent,
    NoticeContent,
    Person,
    ReminderContent,
    WrittenText,
    YearlyConfirmationContent,
)
from sandbox.texts import TEXT_LIMIT
from tests.regional import status
from tests.world import MOSCOW, plain

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
    total=500,
    sent=100,
    skipped=100,
    left=EVERYONE,
    blocked=EVERYONE,
    failed=EVERYONE,
    unknown=EVERYONE,
)


def shown(text: str) -> int:
    """What Telegram counts: after the entities are parsed."""
    return len(plain(text))


def warning() -> str:
    return texts.mailing.sent_before(MAILING, EVERYONE[0], now=NOW, zone=UTC)


@pytest.mark.parametrize("whom", ["all", "unreported", "silent"])
def test_a_preview_fits(whom: Whom) -> None:
    audience = Audience(whom)
    seen = status(
        LONGEST,
        ReportStatus.IN_PROGRESS,
        deadline=NOW + timedelta(days=10),
        events=500,
        times_held=10**9,
        participants=10**9,
        drafts=500,
        events_changed_at=NOW,
        changed_at=NOW,
        changed_by="я" * 150,
    )
    example = reminder(Campaign(year=2026, deadline=NOW), seen, UTC, NOW)
    note = texts.mailing.MEANWHILE
    text = texts.remind.preview(
        audience, TO, warning=warning(), example=example, region=LONGEST, named=True
    )
    for question in (
        text,
        texts.remind.nobody_to_remind(audience, TO, named=True),
        texts.broadcast.confirm(audience, TO, warning=warning(), named=True),
    ):
        assert shown(with_note(note, question)) < TEXT_LIMIT


def test_a_group_without_any_regions_is_not_said_to_have_reported() -> None:
    none = Recipients(regions=(), people=(), blocked=(), nobody=())
    text = texts.remind.nobody_to_remind(Audience("silent"), none)
    assert text == "Все, кто не начал отчёт: таких регионов сейчас нет."


def test_the_menu_with_mailings_under_way_fits() -> None:
    going = [texts.mailing.under_way(MAILING, EVERYONE[0], Count(total=500, left=400))] * 5
    note = refusal(Refusal(texts.mailing.audience_not_found("&" * 4096)))
    text = texts.mailing.choose_audience(texts.remind.WHOM, under_way=going)
    assert shown(with_note(note, text)) < TEXT_LIMIT


def test_the_report_fits() -> None:
    for named in (False, True):
        text = texts.mailing.report(MAILING, TALLY, EVERYONE[0], named=named)
        assert shown(text) < TEXT_LIMIT
    assert len(texts.mailing.stopped_already(EVERYONE[0])) < 200


# ── Wording that depends on something ────────────────────────────────────────────────────


BEGUN = status(region_by_code("41"), ReportStatus.IN_PROGRESS, events=0)


def reminded(**seen: Any) -> str:
    """The reminder to Kamchatka, whose clock differs from the ministry's, ten days before."""
    in_ten_days = replace(BEGUN, deadline=NOW + timedelta(days=10), **seen)
    return plain(reminder(Campaign(year=2026), in_ten_days, MOSCOW, NOW))


def test_a_reminder_says_what_there_is_and_until_when_in_both_zones() -> None:
    assert reminded(events=2, drafts=1) == (
        "Минпромторг России напоминает: пора сдать отчёт о Неделе качества 2026\n"
        "Камчатский край\n\n"
        "В отчёте 2 мероприятия, но он ещё не сдан. Чтобы сдать его, нажмите «Отчёт региона».\n"
        "Ещё есть черновик. В отчёт он войдёт, когда вы его сохраните.\n\n"
        "Срок: 21 ноября 2026 года, 15:00 (мск), в вашем регионе – 22 ноября, 0:00.\n"
        "Осталось: 10 дней."
    )


@pytest.mark.parametrize(
    ("seen", "what"),
    [
        ({"events": 1}, texts.reminders.entered(1)),
        ({"drafts": 1}, texts.reminders.unfinished(1)),
        ({"drafts": 3}, texts.reminders.unfinished(3)),
        ({}, texts.reminders.NOTHING),
        (
            {"report_status": ReportStatus.RETURNED, "events": 1, "return_comment": "Дополните"},
            texts.reminders.REPORT_RETURNED,
        ),
        (
            {"report_status": ReportStatus.RETURNED, "events": 1},
            texts.reminders.EVENTS_RETURNED,
        ),
    ],
)
def test_only_an_empty_report_is_reminded_of_that_there_may_have_been_no_events(
    seen: dict[str, Any], what: str
) -> None:
    _, told, _ = reminded(**seen).split("\n\n")
    assert told == what
    assert ("Если мероприятий не было" in told) == (not seen)


@pytest.mark.parametrize(
    ("content", "ended"),
    [
        (
            ReminderContent(whom="silent"),
            "Напоминание отправлено. Адресаты: все, кто не начал отчёт.",
        ),
        (
            BroadcastContent(message=WrittenText(text="Да"), whom="district", which="ЦФО"),
            "Сообщение отправлено. Адресаты: Центральный федеральный округ.",
        ),
        (
            NoticeContent(text="Да", whom="reported"),
            "Уведомление отправлено. Адресаты: все, кто сдал отчёт.",
        ),
        (YearlyConfirmationContent(text="Да"), "Обращение к координаторам отправлено."),
    ],
)
def test_the_end_is_told_of_each_kind(content: MailingContent, ended: str) -> None:
    mailing = Mailing(id=1, content=content)
    assert plain(texts.mailing.ended_how(mailing)).splitlines()[0] == ended


def test_who_gets_it_and_who_does_not_is_counted_and_named() -> None:
    anna = Person(id=1, name="Анна", region_code="31")
    boris = Person(id=2, name="Борис", region_code="32")
    to = Recipients(
        regions=load_regions(),
        people=(anna, anna),
        blocked=(boris,),
        nobody=(region_by_code("40"),),
        reported=(region_by_code("77"),),
    )
    assert plain(texts.mailing.reached(Audience("unreported"), to)).split("\n") == [
        "Адресаты: все, кто не сдал отчёт.",
        "Получателей: 2, регионов: 1 из 89.",
        "Уже отчитались, напоминать не нужно: 1 регион.",
        "Заблокировали бота и не получат: 1 – Борис (Брянская область).",
        f"{nobody_to_write_to(1)} – Калужская область.",
    ]


def test_whom_it_did_not_reach_is_counted_and_named_with_the_reason() -> None:
    anna, boris = Person(name="Анна", region_code="31"), Person(name="Борис", region_code="32")
    nobody: tuple[Person, ...] = ()
    ended = Tally(
        total=4,
        sent=1,
        skipped=0,
        left=nobody,
        blocked=(anna,),
        failed=(boris,),
        unknown=(anna, boris),
    )
    reasons = (
        "Заблокировали бота: 1 – Анна (Белгородская область).\n"
        "Не удалось отправить: 1 – Борис (Брянская область).\n"
        "Связь прервалась, неизвестно, получили ли: 2 – Анна (Белгородская область), "
        "Борис (Брянская область)."
    )
    mailing = Mailing(id=1, content=ReminderContent(whom="all"))
    assert plain(texts.mailing.report(mailing, ended, None)) == (
        f"Напоминание отправлено. Адресаты: все регионы.\nПолучили: 1 из 4.\n{reasons}"
    )
    round_ended = texts.reminders.reminders_round(
        replace(ended, total=5, left=(anna,)), OutOfReach((), (), ())
    )
    assert plain(round_ended).startswith(
        f"Напоминания за сегодня отправлены: 1 из 5.\n{reasons}\n"
        "Пока не отправлены, бот пробует снова: 1 – Анна (Белгородская область)."
    )


def test_a_recent_mailing_is_told_with_its_author_and_its_first_words() -> None:
    content = BroadcastContent(message=WrittenText(text="Ждём <отчёты>"), whom="all")
    mailing = Mailing(id=1, content=content, created_at=NOW)
    text = texts.mailing.sent_before(mailing, Person(name="Ольга"), now=NOW, zone=MOSCOW)
    assert plain(text) == (
        "Внимание. Сегодня в 15:00 сообщение уже отправлено (Ольга). Адресаты: все регионы.Ждём "
        "<отчёты>"
    )
