"""How values are written for people, in the words that they are written in."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.regions.directory import region_by_code
from handlers import formatting
from models import Person
from tests.world import DEADLINE, MOSCOW, plain


def test_a_number_takes_its_noun_into_the_right_form() -> None:
    numbers = (0, 1, 2, 5, 11, 21, 22, 1_204)
    assert [formatting.events_count(each) for each in numbers] == [
        "0 мероприятий",
        "1 мероприятие",
        "2 мероприятия",
        "5 мероприятий",
        "11 мероприятий",
        "21 мероприятие",
        "22 мероприятия",
        "1\xa0204 мероприятия",
    ]
    assert [formatting.regions_count(each) for each in (1, 3, 89)] == [
        "1 регион", "3 региона", "89 регионов",
    ]  # fmt: skip


def test_events_are_named_by_their_numbers() -> None:
    assert formatting.numbered_events([7]) == "мероприятие № 7"
    assert formatting.numbered_events([1, 2, 5]) == "мероприятия № 1, 2, 5"


def test_a_time_is_told_in_full_or_in_short_with_whose_time_it_is() -> None:
    assert formatting.moment(DEADLINE, MOSCOW) == "29 ноября 2026 года в 23:59 (мск)"
    in_utc = formatting.moment(DEADLINE, ZoneInfo("UTC"))
    assert in_utc == "29 ноября 2026 года в 20:59 (местное время)"
    assert formatting.deadline(DEADLINE, MOSCOW) == "29 ноября 2026 года, 23:59 (мск)"
    weekday = "29 ноября 2026 года (воскресенье), 23:59 (мск)"
    assert formatting.deadline_and_weekday(DEADLINE, MOSCOW) == weekday
    day = datetime(2026, 11, 12, tzinfo=UTC).date()
    assert formatting.day_and_weekday(day) == "12 ноября 2026 года (четверг)"
    assert formatting.short_moment(DEADLINE, MOSCOW) == "29.11.2026 в 23:59 (мск)"
    assert formatting.short_deadline(DEADLINE, MOSCOW) == "29.11.2026, 23:59 (мск)"
    as_in_moscow = formatting.short_moment(DEADLINE, ZoneInfo("Europe/Simferopol"))
    assert as_in_moscow == "29.11.2026 в 23:59 (мск)"
    kamchatka = ZoneInfo("Asia/Kamchatka")
    assert formatting.short_moment(DEADLINE, kamchatka) == "30.11.2026 в 8:59 (местное время)"


def test_a_deadline_is_told_in_the_regions_own_time_where_that_differs() -> None:
    in_moscow = formatting.deadline(DEADLINE, MOSCOW)
    assert plain(formatting.until(DEADLINE, MOSCOW, region_by_code("31"))) == in_moscow
    own = f"{in_moscow}, в вашем регионе – 30 ноября, 8:59"
    shown = formatting.until(DEADLINE, MOSCOW, region_by_code("41"))
    assert plain(shown) == own
    assert f'<tg-time unix="{int(DEADLINE.timestamp())}">' in shown


def test_the_time_left_is_told_in_days_and_hours_and_on_the_last_day_in_minutes() -> None:
    lefts = (
        timedelta(days=18, hours=11, minutes=59),
        timedelta(days=1),
        timedelta(hours=2, minutes=1),
        timedelta(seconds=1),
    )
    assert [formatting.time_left(each) for each in lefts] == [
        "18 дней 11 часов",
        "1 день",
        "2 часа 1 минута",
        "1 минута",
    ]


def test_a_long_list_is_cut_short_and_says_so() -> None:
    assert formatting.listed(["А", "Б & В"], 2) == "А, Б &amp; В"
    assert formatting.listed(["А", "Б", "В", "Г"], 2) == "А, Б и ещё 2"


def test_a_person_is_a_link_unless_there_is_nobody_to_write_to() -> None:
    anna = Person(id=7, name="Анна <i>", username="anna")
    assert formatting.person_name(anna) == '<a href="tg://user?id=7">Анна &lt;i&gt;</a> (@anna)'
    assert formatting.person_name(Person(id=-7, name="Никто")) == "Никто"


def test_a_page_is_told_only_where_there_are_several() -> None:
    assert formatting.page_of(0, 1) == ""
    assert formatting.page_of(1, 3) == " · страница 2 из 3"


def test_of_many_links_the_first_are_shown_and_none_is_said_to_be_none() -> None:
    links = [f"https://a.ru/{number}" for number in range(4)]
    card = formatting.answers_card({"publication_links": links, "video_links": []}, 2)
    publications, videos = card.split("\n<b>")[-2:]
    assert publications.split("\n")[1:] == [
        "  • https://a.ru/0", "  • https://a.ru/1", "  и ещё 2",
    ]  # fmt: skip
    assert videos.endswith("нет")


def test_when_something_was_sent_is_told_by_the_day() -> None:
    now = datetime(2026, 11, 11, 12, 0, tzinfo=UTC)
    at = now.astimezone(MOSCOW)
    days = [
        formatting.recent_moment(at - timedelta(days=days), now=now, zone=MOSCOW)
        for days in (0, 1, 2)
    ]
    assert days == ["сегодня в 15:00", "вчера в 15:00", "09.11.2026 в 15:00 (мск)"]
