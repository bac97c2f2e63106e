"""What admins read of people: the wording that depends on something."""

from domain.pages import Page
from domain.people.open_invitations import Actor
from handlers.formatting import day, short_moment
from handlers.people import texts
from models import Person, Role
from tests.world import IN_THE_WEEK, MOSCOW, plain

NOON, TODAY = short_moment(IN_THE_WEEK, MOSCOW), day(IN_THE_WEEK, MOSCOW)
OLGA = Person(id=7, name="Ольга", role=Role.ADMIN, joined_at=IN_THE_WEEK)


def coordinator(**details: object) -> Person:
    anna = {"id": 8, "name": "Анна <i>", "role": Role.COORDINATOR, "region_code": "31"}
    return Person(**anna, **details)


def test_a_list_tells_who_has_blocked_the_bot_and_whether_it_is_cut_short() -> None:
    people = [coordinator(), coordinator(blocked_at=IN_THE_WEEK)]

    def lines(total: int) -> list[str]:
        return plain(texts.people.people_list(Page(people, 0, 1, total))).split("\n")

    assert lines(2) == [
        "Координаторы: 2",
        "",
        "Заблокировали бота: Анна <i>.",
    ]
    assert lines(5)[0] == "Координаторы: 5, показаны первые 2"


def test_a_card_tells_when_somebody_joined_and_blocked_the_bot() -> None:
    def card(person: Person) -> list[str]:
        return plain(texts.people.person_card(person, MOSCOW)).split("\n")[1:]

    assert card(coordinator()) == ["Белгородская область"]
    joined = coordinator(joined_at=IN_THE_WEEK, blocked_at=IN_THE_WEEK)
    since = f"Белгородская область, координатор с {TODAY}"
    told = [since, f"Бот заблокирован {NOON}"]
    assert card(joined) == told
    stranger = Person(id=9, name="Иван", role=Role.STRANGER, active=True)
    assert card(stranger) == ["Без доступа"]
    stranger.active = False
    assert card(stranger) == ["Доступ закрыт"]
    assert card(OLGA) == ["Администратор"]


def test_whoever_comes_too_late_hears_who_has_done_it() -> None:
    gone = "Этого человека у региона уже нет."
    assert texts.people.person_gone(None) == gone
    assert texts.people.person_gone("Ольга") == f"{gone} Доступ закрыт: Ольга."
    dismissed = "Этот человек уже не администратор."
    assert texts.admins.admin_gone(None) == dismissed
    assert texts.admins.admin_gone("Ольга") == f"{dismissed} Права сняты: Ольга."
    nothing = texts.admins.NOTHING_OPEN
    assert texts.admins.nothing_to_revoke(None, MOSCOW) == nothing
    by_olga = texts.admins.nothing_to_revoke(Actor("Ольга", IN_THE_WEEK), MOSCOW)
    assert by_olga == f"{nothing} Отозвано {NOON}, Ольга."


def test_an_admin_is_told_by_who_appointed_them() -> None:
    assert texts.admins.origin(OLGA, None, MOSCOW) == "по настройкам бота"
    assert texts.admins.origin(OLGA, OLGA, MOSCOW) == f"с {TODAY} (назначение: Ольга)"
    unknown = Person(id=9, name="Иван")
    assert texts.admins.origin(unknown, OLGA, MOSCOW) == "(назначение: Ольга)"


def test_links_for_admins_are_told_where_there_are_any() -> None:
    def parts(open_links: int) -> list[str]:
        by_settings: list[tuple[Person, Person | None]] = [(OLGA, None)]
        page = Page.of(by_settings, 0, 10)
        text = texts.admins.admins_list(page, MOSCOW, open_links=open_links)
        return plain(text).split("\n\n")

    assert parts(0)[0] == "Администраторы: 1"
    assert parts(2) == [*parts(0), "Неиспользованных ссылок для администраторов: 2."]


def test_why_an_admin_cannot_be_erased_is_told_with_what_to_do() -> None:
    def how(*, by_settings: bool) -> str:
        told = texts.erasure.admin_stays(OLGA, by_settings=by_settings)
        return plain(told).partition(": ")[2]

    assert how(by_settings=False) == "сначала снимите с него права: /admins."
    assert "ADMIN_IDS" in how(by_settings=True)
