"""The regions, and finding the one that is meant."""

from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfoNotFoundError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.regions.directory import (
    FEDERAL_DISTRICTS,
    Region,
    load_regions,
    region_by_code,
    regions_of,
)
from domain.regions.search import find_district, find_regions, is_plain

every_region = pytest.mark.parametrize("region", load_regions(), ids=lambda region: region.code)


def names(query: str) -> list[str]:
    return [region.name for region in find_regions(query)]


def test_the_regions_stand_in_the_order_of_the_letter() -> None:
    regions = load_regions()
    assert [region.number for region in regions] == list(range(1, 90))
    assert regions[0] == Region(
        number=1,
        code="31",
        name="Белгородская область",
        short="БЕЛ",
        authority="Правительство Белгородской области",
        delivery="МЭДО",
        federal_district="ЦФО",
        time_zone="Europe/Moscow",
        tile_column=4,
        tile_row=7,
    )


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("\n2,32", "\n3,32"),
        ("\n2,32", "\n2,31"),
        ("Брянская область,БРЯ", "Белгородская область,БРЯ"),
        (",БРЯ,", ",БЕЛ,"),
        ("Europe/Moscow,2,5", "Europe/Moscow,4,7"),
        ("Europe/Moscow,2,5", "Europe/Bryansk,2,5"),
        ("Брянской области,МЭДО,ЦФО", "Брянской области,МЭДО,ФО"),
    ],
)
def test_a_table_that_contradicts_itself_is_not_loaded(
    right: str, wrong: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = files("domain.regions").joinpath("regions.csv").read_text(encoding="utf-8")
    assert right in table
    (tmp_path / "regions.csv").write_text(table.replace(right, wrong, 1), encoding="utf-8")
    monkeypatch.setattr("domain.regions.directory.files", lambda _: tmp_path)
    with pytest.raises((ValueError, ZoneInfoNotFoundError)):
        load_regions.__wrapped__()


def test_every_tile_is_on_the_map() -> None:
    tiles = {(region.tile_column, region.tile_row) for region in load_regions()}
    assert tiles <= {(column, row) for column in range(18) for row in range(11)}


def test_the_districts_share_all_regions_out_among_them() -> None:
    shared_out = [region for district in FEDERAL_DISTRICTS for region in regions_of(district)]
    assert sorted(shared_out, key=lambda region: region.number) == list(load_regions())


def test_four_regions_belong_to_no_district() -> None:
    assert [region.code for region in regions_of(None)] == ["90", "93", "94", "95"]
    assert FEDERAL_DISTRICTS[None] == "Вне федеральных округов"


def test_an_unknown_code_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        region_by_code("99")


@every_region
def test_a_code_is_its_region(region: Region) -> None:
    assert region_by_code(region.code) == region
    assert find_regions(region.code) == (region,)
    assert find_regions(region.code.lstrip("0")) == (region,)


@every_region
def test_a_full_name_is_its_region_alone(region: Region) -> None:
    assert find_regions(region.name) == (region,)
    assert find_regions(f"в {region.name.upper()} ") == (region,)


@every_region
def test_a_short_name_is_among_the_finds(region: Region) -> None:
    assert region in find_regions(region.short)


@every_region
def test_a_name_without_one_letter_finds_its_region_first(region: Region) -> None:
    known = {region.name.casefold() for region in load_regions()}
    for place in range(0, len(region.name), 3):
        typed = region.name[:place] + region.name[place + 1 :]
        if typed.casefold() not in known:  # «омская область» is no mistyped Tomsk
            assert find_regions(typed)[:1] == (region,), typed


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("белгород", "Белгородская область"),
        ("тверь", "Тверская область"),
        ("тула", "Тульская область"),
        ("калуга", "Калужская область"),
        ("ханты", "Ханты-Мансийский автономный округ – Югра"),
        ("хантымансийский", "Ханты-Мансийский автономный округ – Югра"),
        ("хмао", "Ханты-Мансийский автономный округ – Югра"),
        ("северная осетия", "Республика Северная Осетия – Алания"),
        ("якутия", "Республика Саха (Якутия)"),
        ("кузбасс", "Кемеровская область – Кузбасс"),
        ("чувашия", "Чувашская Республика – Чувашия"),
        ("кабардино балкария", "Кабардино-Балкарская Республика"),
        ("питер", "Санкт-Петербург"),
        ("спб", "Санкт-Петербург"),
        ("мск", "Москва"),
        ("г. Москва", "Москва"),
        ("московская", "Московская область"),
        ("омская", "Омская область"),
        ("томская", "Томская область"),
        ("алтай край", "Алтайский край"),
        ("нижний новгород", "Нижегородская область"),
        ("пермская область", "Пермский край"),
        ("Ненецкий АО", "Ненецкий автономный округ"),
        ("автономная область", "Еврейская автономная область"),
        ("Саха – Якутия", "Республика Саха (Якутия)"),
        ("Орёл", "Орловская область"),
        ("Лен. обл.", "Ленинградская область"),
        ("Ленобласть", "Ленинградская область"),
        ("Мособласть", "Московская область"),
        ("Чукотка", "Чукотский автономный округ"),
        ("Приморье", "Приморский край"),
        ("Прикамье", "Пермский край"),
        ("31 регион", "Белгородская область"),
        ("регион 31", "Белгородская область"),
    ],
)
def test_a_part_of_a_name_or_a_common_name_finds_one(typed: str, name: str) -> None:
    assert names(typed) == [name]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("в Белгородской области", "Белгородская область"),
        ("Правительство Белгородской области", "Белгородская область"),
        ("в Ненецком автономном округе", "Ненецкий автономный округ"),
        ("на Чукотке", "Чукотский автономный округ"),
        ("в Крыму", "Республика Крым"),
        ("из Москвы", "Москва"),
        ("Республики Коми", "Республика Коми"),
    ],
)
def test_another_case_finds_the_same_region(typed: str, name: str) -> None:
    assert names(typed) == [name]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("белгродская", "Белгородская область"),
        ("хабаровсий край", "Хабаровский край"),
        ("алтайский кай", "Алтайский край"),
        ("татрстан", "Республика Татарстан"),
        ("сверловская", "Свердловская область"),
        ("дагистан", "Республика Дагестан"),
        ("санкт питербург", "Санкт-Петербург"),
        (",tkujhjl", "Белгородская область"),
        ("Jvcr", "Омская область"),
        ("MOCKBA", "Москва"),
        ("Mocква", "Москва"),
        ("31 белгородская", "Белгородская область"),
    ],
)
def test_a_mistake_is_forgiven(typed: str, name: str) -> None:
    assert names(typed) == [name]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("алтай", ["Республика Алтай", "Алтайский край"]),
        ("моск", ["Москва", "Московская область"]),
        ("ненецкий", ["Ненецкий автономный округ", "Ямало-Ненецкий автономный округ"]),
        ("сах", ["Республика Саха (Якутия)", "Сахалинская область"]),
        ("РБ", ["Республика Башкортостан", "Республика Бурятия"]),
        ("кировск", ["Кировская область", "Ленинградская область", "Мурманская область"]),
        ("ростов", ["Ростовская область", "Ярославская область"]),
        ("Московский", ["Московская область", "Москва"]),
        ("орлов", ["Орловская область", "Кировская область"]),
    ],
)
def test_what_may_mean_several_regions_gives_them_all_the_likeliest_first(
    typed: str, found: list[str]
) -> None:
    assert names(typed) == found


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("казань", ["Республика Татарстан"]),
        ("челны", ["Республика Татарстан"]),
        ("орск", ["Оренбургская область"]),
        ("Старый Оскол", ["Белгородская область"]),
        ("железногорск", ["Курская область", "Красноярский край"]),
        ("Ростов на Дону", ["Ростовская область"]),
        ("Наб. Челны", ["Республика Татарстан"]),
        ("РД", ["Республика Дагестан"]),
    ],
)
def test_a_town_or_initials_find_the_regions_but_not_plainly(typed: str, found: list[str]) -> None:
    assert sorted(names(typed)) == sorted(found)
    assert not any(is_plain(typed, region) for region in find_regions(typed))


@pytest.mark.parametrize(
    "typed", ["белгородская", "31", "белгород", ",tkujhjl", "Белгородская обл."]
)
def test_a_name_or_a_part_of_it_is_plain(typed: str) -> None:
    (region,) = find_regions(typed)
    assert is_plain(typed, region)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Moskva", "Москва"),
        ("Moscow", "Москва"),
        ("Tula", "Тульская область"),
        ("BELGOROD", "Белгородская область"),
        ("Belgorodskaya oblast'", "Белгородская область"),
        ("Kamchatka", "Камчатский край"),
        ("Sankt-Peterburg", "Санкт-Петербург"),
        ("Nizhny Novgorod", "Нижегородская область"),
        ("Khabarovskij kraj", "Хабаровский край"),
        ("Rjazan", "Рязанская область"),
        ("Yakutia", "Республика Саха (Якутия)"),
        ("Chelyabinsk", "Челябинская область"),
        ("Zabaikalsky", "Забайкальский край"),
        ("Kazan", "Республика Татарстан"),
        ("Stary Oskol", "Белгородская область"),
    ],
)
def test_latin_letters_are_read_by_their_sound(typed: str, name: str) -> None:
    assert names(typed) == [name]


@pytest.mark.parametrize("typed", ["белгродская", "дагистан", "сверловская"])
def test_a_likeness_is_not_plain(typed: str) -> None:
    (region,) = find_regions(typed)
    assert not is_plain(typed, region)


@pytest.mark.parametrize(("typed", "kind"), [("область", "область"), ("край", "край")])
def test_a_kind_of_region_gives_all_regions_of_it_in_the_order_of_the_letter(
    typed: str, kind: str
) -> None:
    assert names(typed) == [region.name for region in load_regions() if kind in region.name]


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "🎉",
        "99",
        "116",
        "привет",
        "ghbdtn",
        "лукоморск",
        "россия",
        "да",
        "нет",
        "lf",
        "²",
        "=1+1",
    ],
)
def test_what_means_no_region_gives_none(typed: str) -> None:
    assert find_regions(typed) == ()


@settings(deadline=None)
@given(st.text() | st.text("абвгдеёжзийклмнопрст -,.01abc\ud800") | st.text(min_size=2000))
def test_any_text_gives_regions_each_of_them_once(text: str) -> None:
    found = find_regions(text)
    assert len(set(found)) == len(found)


@pytest.mark.parametrize("short", FEDERAL_DISTRICTS)
def test_every_district_is_found_by_its_name_and_its_letters(short: str | None) -> None:
    name = FEDERAL_DISTRICTS[short]
    typed = {name, name.upper(), f"  {name} ", name.removesuffix(" федеральный округ"), short}
    assert {find_district(each) for each in typed if each} == {short or ""}
    assert not find_regions(name.removesuffix(" федеральный округ")), "no region is meant by it"


@pytest.mark.parametrize("typed", ["", " ", "фо", "федеральный округ", "Белгородская область"])
def test_what_is_no_district_is_none(typed: str) -> None:
    assert find_district(typed) is None
