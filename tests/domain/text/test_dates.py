"""Dates as people write them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.refusal import Refusal
from domain.text.dates import FARTHEST, parse_day, parse_moment

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 11, 11, 12, 0, tzinfo=MOSCOW)  # a Wednesday
MONTHS = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
]
moments = st.datetimes(
    min_value=NOW.replace(tzinfo=None) + timedelta(minutes=1),
    max_value=NOW.replace(tzinfo=None) + timedelta(days=360),
    timezones=st.just(MOSCOW),
).map(lambda at: at.replace(second=0, microsecond=0))


def read(text: str) -> str:
    return f"{parse_moment(text, NOW, MOSCOW):%d.%m.%Y %H:%M}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("30 ноября 18:00", "30.11.2026 18:00"),
        ("30.11", "30.11.2026 23:59"),
        ("30.11.", "30.11.2026 23:59"),
        ("30/11", "30.11.2026 23:59"),
        ("2026-11-30 18:00", "30.11.2026 18:00"),
        ("30.11.2026 г. 18:30 мск", "30.11.2026 18:30"),
        ("30.11 18:30 MSK", "30.11.2026 18:30"),
        ("30 ноября 18:30 по Москве", "30.11.2026 18:30"),
        ("30.11.26 18.30", "30.11.2026 18:30"),
        ("30 ноября 2026 года, 18:00 по московскому времени", "30.11.2026 18:00"),
        ("30-го ноября в 18 часов", "30.11.2026 18:00"),
        ("30 ноября 18.10", "30.11.2026 18:10"),
        ("01.12 в 9:30", "01.12.2026 09:30"),
        ("не позднее 1 декабря", "01.12.2026 23:59"),
        ("до 1 декабря", "01.12.2026 23:59"),
        ("1 декабря к 12", "01.12.2026 12:00"),
        ("9 утра 1 декабря", "01.12.2026 09:00"),
        ("1 декабря в 6 вечера", "01.12.2026 18:00"),
        ("1 декабря, 18 ч 30 мин", "01.12.2026 18:30"),
        ("1 декабря в 24:00", "01.12.2026 23:59"),
        ("конец дня 30.11", "30.11.2026 23:59"),
        ("в полдень 30.11", "30.11.2026 12:00"),
        ("завтра 18.00", "12.11.2026 18:00"),
        ("завтра", "12.11.2026 23:59"),
        ("сегодня в 18", "11.11.2026 18:00"),
        ("через неделю", "18.11.2026 23:59"),
        ("через две недели в 18:00", "25.11.2026 18:00"),
        ("через 3 дня", "14.11.2026 23:59"),
        ("через 2 часа", "11.11.2026 14:00"),
        ("через месяц", "11.12.2026 23:59"),
        ("в пятницу", "13.11.2026 23:59"),
        ("до пятницы", "13.11.2026 23:59"),
        ("Пятница, 18:00", "13.11.2026 18:00"),
        ("в пятницу 04.12", "04.12.2026 23:59"),
        ("понедельник, 30 ноября", "30.11.2026 23:59"),
        ("к среде", "11.11.2026 23:59"),  # it is Wednesday, and the day is not over
        ("11.11", "11.11.2026 23:59"),
        ("12.11", "12.11.2026 23:59"),
        ("10 ноября", "10.11.2027 23:59"),
        ("18:00", "11.11.2026 18:00"),
        ("9:00", "12.11.2026 09:00"),
        ("3 дня", "14.11.2026 23:59"),
        ("завтра 10", "12.11.2026 10:00"),
        ("18.00", "11.11.2026 18:00"),
        ("до 18.30 1 декабря", "01.12.2026 18:30"),
        ("1 декабря 18:00 (время московское)", "01.12.2026 18:00"),
        ("Прошу продлить срок до 1 декабря", "01.12.2026 23:59"),
        ("Можно до 1 декабря?", "01.12.2026 23:59"),
        ("срок: 1 декабря, спасибо", "01.12.2026 23:59"),
        ("1 декабря вкл.", "01.12.2026 23:59"),
        ("📅 1\ufe0f\u20e3 декабря 🙏", "01.12.2026 23:59"),
        ("０１．１２", "01.12.2026 23:59"),
        ("1\u00a0дека\u00adбря", "01.12.2026 23:59"),
        ("2\u00a0декабря,\n18:00", "02.12.2026 18:00"),
    ],
)
def test_what_people_write_is_understood(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("чушь", "какой это день"),
        ("", "какой это день"),
        ("👍", "какой это день"),
        ("31 ноября", "Такого дня нет: 31 ноября"),
        ("32 ноября", "Такого дня нет: 32 ноября"),
        ("до 30-го февраля в 18:00", "Такого дня нет: 30 февраля"),
        ("вторник 31 июня", "Такого дня нет: 31 июня"),
        ("0 декабря", "Такого дня нет: 0 декабря"),
        ("31 нояб. 2026 года", "Такого дня нет: 31 нояб 2026"),
        ("29 февраля 2027", "Такого дня нет: 29 февраля 2027"),
        ("32 маршрута", "какой это день"),
        ("32.13", "Такого дня нет: 32.13"),
        ("до 31.11", "Такого дня нет: 31.11"),
        ("12.31 в 18:00", "Такого дня нет: 12.31"),
        ("2026-13-01", "Такого дня нет: 2026.13.01"),
        ("ноябрь", "какой это день"),
        ("2026", "какой это день"),
        ("через 300 лет", "какой это день"),
        ("через 3 года", "какой это день"),
        ("=1+1", "какой это день"),
        ("через 99999999999 дней", "какой это день"),
        ("в следующую пятницу", "какой это день"),  # of this week or of the next?
        ("30 ноября " * 20, "какой это день"),
        ("29-30 ноября", "какой это день"),
        ("1–26 декабря", "какой это день"),
        ("через 3,5 дня", "какой это день"),
        ("на целую неделю", "какой это день"),
        ("30.11-02.12", "какой это день"),
        ("среда 1 декабря", "01.12.2026 – это вторник"),
        ("в четверг 04.12", "04.12.2026 – это пятница"),
        ("30 ноября 25:00", "Такого времени нет: 25:00"),
        ("30 ноября 18", "слишком далеко: 30.11.2118"),
        ("29.02", "слишком далеко"),
        ("1 декабря 2027", "слишком далеко: 01.12.2027"),
        ("30.11.2025", "уже прошло: 30.11.2025"),
        ("вчера", "уже прошло"),
        ("сегодня в 9", "уже прошло"),
        ("неделю назад", "уже прошло"),
    ],
)
def test_what_is_no_date_to_come_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(Refusal, match=why) as refused:
        read(text)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("на 3 дня", "02.12.2026 23:59"),
        ("ещё на 3 дня", "02.12.2026 23:59"),
        ("на неделю", "06.12.2026 23:59"),
        ("на две недели", "13.12.2026 23:59"),
        ("на 3 дня, до 18:00", "02.12.2026 18:00"),
        ("3 дня", "02.12.2026 23:59"),
        ("+3 дня", "02.12.2026 23:59"),
        ("плюс 3 дня", "02.12.2026 23:59"),
        ("на 3 (три) дня", "02.12.2026 23:59"),
        ("на десять дней", "09.12.2026 23:59"),
        ("на двое суток", "01.12.2026 23:59"),
        ("на 2 нед.", "13.12.2026 23:59"),
        ("на 24 часа", "30.11.2026 23:59"),
        ("Прошу продлить срок на 3 дня", "02.12.2026 23:59"),
        ("продлите, пожалуйста, на 3 дня", "02.12.2026 23:59"),
        ("можно ещё на 3 дня?", "02.12.2026 23:59"),
        ("до 2 декабря", "02.12.2026 23:59"),
        ("12 часов", "12.11.2026 12:00"),
        ("через 3 дня", "14.11.2026 23:59"),
        ("на 30 ноября", "30.11.2026 23:59"),
    ],
)
def test_what_is_put_on_top_counts_from_the_present_deadline(text: str, meant: str) -> None:
    deadline = datetime(2026, 11, 29, 23, 59, tzinfo=MOSCOW)
    moment = parse_moment(text, NOW, MOSCOW, extends=deadline)
    assert f"{moment:%d.%m.%Y %H:%M}" == meant
    late = deadline + timedelta(days=5)
    assert parse_moment("на 3 дня", late, MOSCOW, extends=deadline).day == 7


@pytest.mark.parametrize(
    "text",
    [
        "на 3 дня, до 5 декабря",
        "до 2 декабря (на 3 дня)",
        "на 2-3 дня",
        "на день-два",
        "на 3,5 дня",
    ],
)
def test_two_answers_at_once_are_refused(text: str) -> None:
    with pytest.raises(Refusal, match="какой это день"):
        parse_moment(text, NOW, MOSCOW, extends=datetime(2026, 11, 29, 23, 59, tzinfo=MOSCOW))


@pytest.mark.parametrize(
    "text",
    [
        "2 декабря 18:00 VLAT",
        "2 декабря 18:00 UTC",
        "18:00 по местному времени",
        "2 декабря 18:00 по Владивостоку",
        "2 декабря в 18:00 по камчатскому времени",
    ],
)
def test_the_time_of_another_zone_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match="поясу министерства"):
        read(text)


@settings(max_examples=40, deadline=None)
@given(moments)
def test_a_day_and_a_time_are_read_as_they_are_written(at: datetime) -> None:
    month = MONTHS[at.month - 1]
    for written in (
        f"{at:%d.%m.%Y %H:%M}",
        f"{at:%d.%m %H:%M}",
        f"{at.day}.{at.month} в {at.hour}.{at:%M}",
        f"{at.day} {month} {at:%H:%M}",
        f"до {at.day}-го {month} {at.year} г., {at:%H:%M}",
        f"{at:%H:%M} {at.day} {month}",
    ):
        assert parse_moment(written, NOW, MOSCOW) == at, written


@settings(deadline=None)
@given(moments)
def test_a_day_without_a_time_lasts_until_its_end(at: datetime) -> None:
    for written in (f"{at:%d.%m.%Y}", f"{at:%d.%m}", f"{at.day} {MONTHS[at.month - 1]}"):
        assert parse_moment(written, NOW, MOSCOW) == at.replace(hour=23, minute=59), written


@settings(deadline=None)
@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(
            [
                "30",
                "11",
                ".",
                ":",
                "/",
                "-",
                "18:00",
                "2118",
                "через",
                "до",
                "в",
                "7",
                "дней",
                "ноября",
                "недель",
                "часов",
                "г",
                "пятницу",
                "99999",
            ]
        ),
        max_size=6,
    ).map(" ".join)
)
def test_whatever_is_written_there_is_a_moment_within_the_year_or_a_sentence(text: str) -> None:
    try:
        moment = parse_moment(text, NOW, MOSCOW)
    except Refusal:
        return
    assert NOW < moment <= NOW + FARTHEST


def test_a_day_of_another_year_is_looked_for_in_that_year() -> None:
    assert f"{parse_day('10 ноября', 2027, NOW, MOSCOW):%d.%m.%Y}" == "10.11.2027"
    assert f"{parse_day('1.1', 2027, NOW, MOSCOW):%d.%m.%Y}" == "01.01.2027"
    with pytest.raises(Refusal, match="2027"):
        parse_day("10.11.2026", 2027, NOW, MOSCOW)
    with pytest.raises(Refusal, match="уже прошёл"):
        parse_day("10.11.2026", 2026, NOW, MOSCOW)
