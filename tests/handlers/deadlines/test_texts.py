"""What is said of deadlines and of more time: the wording that depends on something."""

from datetime import datetime, timedelta

import pytest

from domain.mailings.mailings import Recipients
from domain.pages import Page
from domain.regions.directory import load_regions, region_by_code
from handlers.deadlines import texts
from handlers.phrases import nobody_to_write_to
from models import Campaign, Extension, ExtensionRequest, Person
from tests.world import DEADLINE, IN_THE_WEEK, MOSCOW, plain

CAMPAIGN = Campaign(year=2026, title="Неделя качества 2026", deadline=DEADLINE)
REGIONS = load_regions()
LATER = datetime(2026, 12, 5, 23, 59, tzinfo=MOSCOW)
GIVEN = Extension(
    region_code="41",
    until=LATER,
    reason="Ледовая <обстановка>",
    granter=Person(name="Ольга <Админ>"),
)
NOBODY = Recipients((), (), (), REGIONS)


def overview(*extended: Extension, now: datetime = IN_THE_WEEK, moved_by: str | None = None) -> str:
    page = Page.of(extended, 0, 10)
    text = texts.deadline.overview(CAMPAIGN, page, moved_by=moved_by, zone=MOSCOW, now=now)
    return plain(text)


def confirmation(until: datetime, to: Recipients = NOBODY, ending: int = 0) -> list[str]:
    text = texts.deadline.confirm(CAMPAIGN, until, to=to, unreported=89, ending=ending, zone=MOSCOW)
    return plain(text).splitlines()


def test_the_deadline_tells_what_is_left_and_who_moved_it() -> None:
    sunday = "29 ноября 2026 года (воскресенье), 23:59 (мск)."
    head, when, left = overview().splitlines()
    assert (head, when) == ("Срок сдачи отчётов, Неделя качества 2026:", sunday)
    assert left == "Осталось: 18 дней 11 часов."
    over = overview(now=DEADLINE + timedelta(minutes=1), moved_by="<Ольга>")
    assert over.splitlines()[2] == "Срок истёк. Последнее изменение: <Ольга>."


def test_regions_with_more_time_are_listed_with_who_gave_it_and_why() -> None:
    *_, heading, line = overview(GIVEN).splitlines()
    assert heading == "Срок продлён: 1 регион"
    assert line == (
        "• Камчатский край – до 05.12.2026, 23:59 (мск), Ольга <Админ>: Ледовая <обстановка>"
    )


@pytest.mark.parametrize(
    ("until", "shift"),
    [
        (datetime(2026, 11, 30, 18, 0, tzinfo=MOSCOW), "Позже на 18 часов 1 минуту."),
        (datetime(2026, 11, 18, 23, 59, tzinfo=MOSCOW), "Раньше на 11 дней."),
    ],
)
def test_before_the_deadline_moves_the_difference_is_shown(until: datetime, shift: str) -> None:
    assert confirmation(until)[4] == shift


def test_before_the_deadline_moves_it_is_told_whom_it_concerns() -> None:
    to = Recipients((), (Person(), Person()), (), REGIONS[:87])
    *_, unreported, hearing = confirmation(LATER, to)
    assert unreported == "Ещё не отчитались: 89 регионов."
    assert hearing == f"Уведомление получат координаторы: 2. {nobody_to_write_to(87)}."
    ending = "Продления, которые закончатся раньше нового срока: 1."
    assert confirmation(LATER, ending=1)[-1] == ending


def test_a_region_reads_its_deadline_by_its_own_clock_too() -> None:
    kamchatka, belgorod = region_by_code("41"), region_by_code("31")
    far = texts.extensions.told_of_extension(kamchatka, LATER, "<ремонт>", MOSCOW)
    assert plain(far).endswith("в вашем регионе – 6 декабря, 8:59.\nПричина: <ремонт>")
    near = texts.extensions.told_of_extension(belgorod, LATER, "<ремонт>", MOSCOW)
    assert "в вашем регионе" not in near


def test_an_extension_that_is_there_already_is_told_before_it_is_replaced() -> None:
    region, days = region_by_code("41"), timedelta(days=5)
    fifth = "5 декабря 2026 года (суббота), 23:59 (мск)"
    asked = texts.extensions.ask_until(region, DEADLINE, GIVEN, None, MOSCOW)
    assert f"\nСрок региона уже продлён до {fifth}. Решение: Ольга <Админ>.\n" in plain(asked)
    confirmed = texts.extensions.confirm_extension(region, LATER + days, "Ещё", GIVEN, MOSCOW)
    assert f"\nПрежнее продление: до {fifth}, решение: Ольга <Админ>\n" in plain(confirmed)
    for text in (
        texts.extensions.ask_until(region, DEADLINE, None, None, MOSCOW),
        texts.extensions.confirm_extension(region, LATER, "Ещё", None, MOSCOW),
    ):
        assert "Ольга" not in text


def test_what_another_admin_did_to_an_extension_is_told() -> None:
    now = texts.extensions.extended_meanwhile(GIVEN, MOSCOW)
    assert "продлил региону срок до 5 декабря 2026 года (суббота), 23:59" in now
    assert "(Ольга <Админ>)" in plain(now)
    gone = texts.extensions.extended_meanwhile(None, MOSCOW)
    assert "отменил прежнее продление" in gone


def test_taking_time_back_past_the_deadline_closes_the_report_at_once() -> None:
    for now, closes in ((DEADLINE, False), (DEADLINE + timedelta(minutes=1), True)):
        asked = texts.extensions.confirm_cancelling(GIVEN, DEADLINE, MOSCOW, now)
        assert ("отчёт региона сразу закроется" in asked) == closes


@pytest.mark.parametrize(
    ("approved", "until", "outcome"),
    [
        (True, GIVEN.until, "Срок продлён до 5 декабря 2026 года (суббота), 23:59"),
        (True, None, "Изменён общий срок. Решение: Павел."),
        (False, None, "В продлении отказано. Решение: Павел."),
        (None, None, "Просьба снята: у региона не осталось координаторов."),
    ],
)
def test_a_request_that_is_decided_says_how(
    approved: bool | None, until: datetime | None, outcome: str
) -> None:
    text = texts.time_requests.request_decided(
        Person(id=1, name="Анна <&>"),
        region_by_code("41"),
        ExtensionRequest(approved=approved),
        until=until,
        by="Павел",
        zone=MOSCOW,
    )
    assert plain(text).startswith(f"Камчатский край, просьба продлить срок (Анна <&>). {outcome}")
