"""What is said of invitations: the wording that depends on something."""

from domain.people.open_invitations import Actor
from domain.people.regional_invitations import InvitationTable
from domain.regions.directory import region_by_code
from handlers import phrases
from handlers.formatting import regions_count, short_moment
from handlers.invitations import texts
from tests.world import IN_THE_WEEK, MOSCOW

NOON = short_moment(IN_THE_WEEK, MOSCOW)
OLGA = Actor("Ольга <b>", IN_THE_WEEK)


def test_links_that_can_be_used_are_counted_with_their_regions() -> None:
    assert texts.unused_links(0, 0) == texts.NOTHING_OPEN
    assert texts.unused_links(5, 2) == "Неиспользованных ссылок: 5 (регионов: 2)."
    assert [phrases.links_revoked(each) for each in (1, 2, 5)] == [
        "Отозвано: 1 ссылка.",
        "Отозвано: 2 ссылки.",
        "Отозвано: 5 ссылок.",
    ]


def test_the_last_table_is_told_with_who_made_it() -> None:
    assert texts.last_table(None, MOSCOW) == "Таблицу приглашений ещё не составляли."
    made = InvitationTable("Ольга <b>", IN_THE_WEEK, id=1, regions=3)
    told = f"Последняя таблица: {NOON}, Ольга &lt;b&gt;, {regions_count(3)}."
    assert texts.last_table(made, MOSCOW) == told


def test_where_there_is_no_link_any_more_it_is_told_who_took_it_back() -> None:
    by = f"Отозвано {NOON}, Ольга &lt;b&gt;."
    assert texts.with_revoker(texts.NOT_OPEN, None, MOSCOW) == texts.NOT_OPEN
    assert texts.with_revoker(texts.NOT_OPEN, OLGA, MOSCOW) == f"{texts.NOT_OPEN} {by}"
    region = region_by_code("31")
    none_left = "<b>Белгородская область</b>. Неиспользованных ссылок нет."
    assert texts.region_without_links(region, OLGA, MOSCOW) == f"{none_left} {by}"
    assert texts.region_without_links(region, None, MOSCOW) == none_left
