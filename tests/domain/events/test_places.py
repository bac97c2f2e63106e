"""Places as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.places import Place, parse_place, parse_venue
from domain.regions.directory import Region, load_regions
from domain.regions.search import find_regions

SCHOOL = "СОШ № 1"


def region(name: str) -> Region:
    (found,) = find_regions(name)
    return found


def place(text: str, where: str = "Белгородская область") -> Place:
    return parse_place(text, region(where))


@pytest.mark.parametrize(
    "text",
    [
        "Шебекино, СОШ № 1",
        "г. Шебекино, СОШ № 1",
        "г.Шебекино, СОШ № 1",
        "город Шебекино; СОШ № 1",
        "Шебекино г, СОШ № 1",
        "Шебекино – СОШ № 1",
        "Шебекино\nСОШ № 1",
        "Белгородская область, Шебекино, СОШ № 1",
        "Белгородская обл., г. Шебекино, СОШ № 1",
        "обл. Белгородская, г. Шебекино, СОШ № 1",
        "Россия, Белгородская обл, Шебекино г, СОШ № 1",
        "309290, Белгородская область, г. Шебекино, СОШ № 1",
        "Шебекино, Белгородская область, СОШ № 1",
        "Шебекино, СОШ № 1, Белгородская область",
    ],
)
def test_the_region_and_the_kind_of_a_town_are_left_out(text: str) -> None:
    assert place(text) == Place("Шебекино", SCHOOL)


@pytest.mark.parametrize(
    ("text", "where", "city"),
    [
        ("Москва, ВДНХ", "Москва", "Москва"),
        ("г. Москва, ВДНХ", "Москва", "Москва"),
        ("Москва г., ВДНХ", "Москва", "Москва"),
        ("Санкт-Петербург, ВДНХ", "Санкт-Петербург", "Санкт-Петербург"),
        ("СПб, ВДНХ", "Санкт-Петербург", "Санкт-Петербург"),
        ("г. Севастополь, ВДНХ", "Севастополь", "Севастополь"),
        ("Москва, Зеленоград, ВДНХ", "Москва", "Зеленоград"),
        ("Москва, ВДНХ", "Московская область", "Москва"),
        ("респ. Татарстан, Казань, ВДНХ", "Татарстан", "Казань"),
        ("Татария, г. Набережные Челны, ВДНХ", "Татарстан", "Набережные Челны"),
        ("Удмуртская Респ, Ижевск г, ВДНХ", "Удмуртия", "Ижевск"),
        ("Удмуртия, Ижевск, ВДНХ", "Удмуртия", "Ижевск"),
        ("ХМАО-Югра, Сургут, ВДНХ", "ХМАО", "Сургут"),
        ("ХМАО – Югра, Сургут, ВДНХ", "ХМАО", "Сургут"),
        ("Нижний Новгород, ВДНХ", "Нижегородская область", "Нижний Новгород"),
        ("Орёл, ВДНХ", "Орловская область", "Орёл"),
        ("Орловская обл., Орел, ВДНХ", "Орловская область", "Орел"),
        ("Кузбасс, Кемерово, ВДНХ", "Кемеровская область", "Кемерово"),
        ("Пермский кр., Пермь, ВДНХ", "Пермский край", "Пермь"),
    ],
)
def test_a_region_is_known_by_its_usual_names_and_a_city_of_its_name_stays(
    text: str, where: str, city: str
) -> None:
    assert place(text, where) == Place(city, "ВДНХ")


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("с. Дубовое, СОШ № 1", "с. Дубовое"),
        ("с.Дубовое, СОШ № 1", "с. Дубовое"),
        ("село Дубовое, СОШ № 1", "село Дубовое"),
        ("пос. Разумное, СОШ № 1", "пос. Разумное"),
        ("п. Разумное, СОШ № 1", "п. Разумное"),
        ("пгт Разумное, СОШ № 1", "пгт Разумное"),
        ("ст-ца Каневская, СОШ № 1", "ст-ца Каневская"),
        ("дер. Ивановка, СОШ № 1", "дер. Ивановка"),
        ("д. Ивановка, СОШ № 1", "д. Ивановка"),
        ("х. Весёлый, СОШ № 1", "х. Весёлый"),
        ("Дубовое с, СОШ № 1", "Дубовое с"),
        ("Белгородский р-н, с. Дубовое, СОШ № 1", "Белгородский р-н, с. Дубовое"),
        ("Шебекинский район, СОШ № 1", "Шебекинский район"),
        ("Губкинский городской округ, СОШ № 1", "Губкинский городской округ"),
        ("Белгородская область, Белгородский район, п. Майский, СОШ № 1", None),
    ],
)
def test_a_village_keeps_its_kind_and_its_district(text: str, city: str | None) -> None:
    assert place(text) == Place(city or "Белгородский район, п. Майский", SCHOOL)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("г. Белгород, ул. Ленина, д. 5", Place("Белгород", address="ул. Ленина, д. 5")),
        ("Белгород, проспект Славы 12", Place("Белгород", address="проспект Славы 12")),
        ("Белгород г, Ленина ул, 5", Place("Белгород", address="Ленина ул, 5")),
        ("Белгород, БГТУ, ул. Костюкова, 46", Place("Белгород", "БГТУ, ул. Костюкова, 46")),
        ("Белгород, ул. Костюкова, 46, БГТУ", Place("Белгород", "БГТУ, ул. Костюкова, 46")),
        ("Белгород, БГТУ, корп. 2, ауд. 301", Place("Белгород", "БГТУ, корп. 2, ауд. 301")),
        ("ул. Ленина, д. 5", Place("", address="ул. Ленина, д. 5")),
    ],
)
def test_a_street_is_no_organisation(text: str, found: Place) -> None:
    assert place(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Белгород, Губкин, Старый Оскол",
            Place("Белгород, Губкин, Старый Оскол", several=True),
        ),
        ("Белгород и Губкин", Place("Белгород, Губкин", several=True)),
        ("г. Белгород, г. Губкин", Place("Белгород, Губкин", several=True)),
        ("с. Дубовое, с. Таврово", Place("с. Дубовое, с. Таврово", several=True)),
        (
            "Белгород, Губкин, школы городов",
            Place("Белгород, Губкин", "школы городов", several=True),
        ),
        ("Белгород\nГубкин\nСтарый Оскол", Place("Белгород, Губкин, Старый Оскол", several=True)),
    ],
)
def test_several_towns_are_all_towns(text: str, found: Place) -> None:
    assert place(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Белгород", Place("Белгород")),
        ("Белгородская область", Place("Белгородская область")),
        ("Старый Оскол, Точка кипения", Place("Старый Оскол", "Точка кипения")),
        ("Белгород, Школа № 5, Лицей № 3", Place("Белгород", "Школа № 5, Лицей № 3")),
        ("Ростов-на-Дону, ДГТУ", Place("Ростов-на-Дону", "ДГТУ")),
        ("Нью-Васюки, клуб «Четырёх коней»", Place("Нью-Васюки", "клуб «Четырёх коней»")),
    ],
)
def test_the_rest_is_the_town_first_and_then_the_organisation(text: str, found: Place) -> None:
    assert place(text) == found


@pytest.mark.parametrize("where", load_regions(), ids=lambda where: where.code)
def test_the_name_of_each_region_before_a_town_is_left_out(where: Region) -> None:
    short = where.name.replace("область", "обл.").replace("Республика", "Респ.")
    for name in (where.name, short, where.name.upper()):
        found = parse_place(f"{name}, г. Лукоморск, {SCHOOL}", where)
        assert (found.city, found.organisation) == ("Лукоморск", SCHOOL)


def test_the_organisation_gets_the_address_and_loses_the_city() -> None:
    assert parse_venue("БГТУ", "Белгород", None) == "БГТУ"
    assert parse_venue("г. Белгород, БГТУ", "Белгород", None) == "БГТУ"
    assert parse_venue("БГТУ", "Белгород", "ул. Ленина, 5") == "БГТУ, ул. Ленина, 5"
    assert parse_venue("БГТУ, ул. Ленина, 5", "Белгород", "ул. Ленина, 5") == "БГТУ, ул. Ленина, 5"


@given(st.text() | st.text("абвгдАБ ,;.-–\n0123г"))
def test_of_any_text_with_a_letter_something_is_kept(text: str) -> None:
    found = parse_place(text, region("Белгородская область"))
    assert found.city or found.organisation or found.address or not any(map(str.isalpha, text))
