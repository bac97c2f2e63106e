"""One place under several spellings, and misspelled towns."""

import pytest

from domain.events.spellings import city_key, organisation_key
from domain.events.suggestions import OFFERED, PLACES, UsedPlace, suggested_places
from domain.events.town_slips import town_meant
from domain.regions.directory import region_by_code

BELGOROD = region_by_code("31")


def used(*places: tuple[str, str, int]) -> list[UsedPlace]:
    """City, organisation, events; the latest first."""
    return [
        UsedPlace(city, organisation, events, newest=len(places) - at)
        for at, (city, organisation, events) in enumerate(places)
    ]


@pytest.mark.parametrize(
    "spelling",
    ["Белгород", "БЕЛГОРОД", "г. Белгород", "г.Белгород", "Белгород г.", "город Белгород"],
)
def test_a_town_is_one_under_several_spellings(spelling: str) -> None:
    assert city_key(spelling) == "белгород"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("с. Дубовое", "п. Дубовое"),
        ("Старый Оскол", "Новый Оскол"),
        ("Озёрский", "Озёрск"),
        ("Белгород", "Белгородский район"),
    ],
)
def test_towns_that_only_look_alike_are_two(one: str, other: str) -> None:
    assert city_key(one) != city_key(other)


@pytest.mark.parametrize("spelling", ["с. Дубовое", "село Дубовое", "Дубовое с.", "С. ДУБОВОЕ"])
def test_a_village_keeps_its_kind_in_one_spelling(spelling: str) -> None:
    assert city_key(spelling) == "с дубовое"


@pytest.mark.parametrize(
    "spelling",
    [
        "СОШ № 5",
        "СОШ №5",
        "сош N 5",
        "МБОУ СОШ №5",
        "МОУ «СОШ № 5»",
        "МБОУ 'СОШ #5'",
        "Средняя общеобразовательная школа № 5",
        "Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 5»",
    ],
)
def test_an_organisation_is_one_with_its_legal_form_and_without(spelling: str) -> None:
    assert organisation_key(spelling) == organisation_key("СОШ № 5")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("СОШ № 5", "СОШ № 15"),
        ("СОШ № 5", "СОШ № 5а"),
        ("СОШ № 5", "ООШ № 5"),
        ("МДОУ № 5", "МОУ № 5"),
        ("Лицей № 9", "Гимназия № 9"),
        ("ООО «Ромашка»", "ООО «Ромашка-2»"),
        ("МГУ", "МГТУ"),
        ("ООО", "АО"),
    ],
)
def test_organisations_that_only_look_alike_are_two(one: str, other: str) -> None:
    assert organisation_key(one) != organisation_key(other)


def test_the_last_city_comes_first_then_the_most_used_of_equals_the_later_one() -> None:
    places = used(
        ("Губкин", "ЛГОК", 1), ("Строитель", "ДК", 2), ("Белгород", "БГТУ", 9), ("Бирюч", "ДК", 2)
    )
    assert [city for city, _ in suggested_places(places)] == [
        "Губкин",
        "Белгород",
        "Строитель",
        "Бирюч",
    ]


def test_within_a_city_the_last_organisation_comes_first_then_the_most_used() -> None:
    places = used(("Белгород", "Лицей № 9", 1), ("Белгород", "БГТУ", 2), ("Белгород", "СОШ № 5", 7))
    found = [organisation for _, organisation in suggested_places(places)]
    assert found == ["Лицей № 9", "СОШ № 5", "БГТУ"]


def test_spellings_are_added_up_and_offered_in_the_most_used_one() -> None:
    places = used(
        ("г. Белгород", "МБОУ СОШ №5", 1), ("Губкин", "ЛГОК", 2), ("Белгород", "СОШ № 5", 2)
    )
    assert suggested_places(places) == [("Белгород", "СОШ № 5"), ("Губкин", "ЛГОК")]


def test_many_places_are_cut_but_every_city_stays_with_its_first_organisation() -> None:
    places = used(
        *(
            (f"Город {name}", f"Школа {number}", 100 - number)
            for name in "абвгдежз"
            for number in range(30)
        )
    )
    found = suggested_places(places)
    assert len(found) == PLACES
    assert len({city for city, _ in found}) == 8
    assert len([city for city, _ in found if city == "Город а"]) == OFFERED


def test_more_cities_than_there_is_room_for_are_cut_too() -> None:
    assert len(suggested_places(used(*((f"Город {n}", "Школа", 1) for n in range(200))))) == PLACES
    assert suggested_places([]) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Белгоорд", "Белгород"),
        ("белгорад", "Белгород"),
        ("г. Белгоорд", "Белгород"),
        ("Старй Оскол", "Старый Оскол"),
        ("Стрый Аскол", "Старый Оскол"),
        ("Губкиин", "Губкин"),
        ("Белгороде", "Белгород"),
        ("Стрелецкае", "Стрелецкое"),  # of an earlier event
    ],
)
def test_a_slip_in_the_name_of_a_known_town_is_seen(typed: str, meant: str) -> None:
    assert town_meant(typed, BELGOROD, ["Стрелецкое"]) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Белгород",
        "СТАРЫЙ ОСКОЛ",
        "Стрелецкое",
        "Дубовое",
        "Майское",  # not Майский
        "с. Майское",
        "Ивна",  # too short to tell from Ивня
        "12 школ Белгорода",
        "Белгород, Губкин",
        "Белгородский район",
        "Москва",
        "",
        "№",
    ],
)
def test_known_towns_and_villages_of_their_own_are_left_alone(typed: str) -> None:
    assert town_meant(typed, BELGOROD, ["Стрелецкое", "Белгород, Губкин"]) is None
