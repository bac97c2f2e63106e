"""The choice of a region, in words."""

from handlers.region_picker import DISTRICTS, PERHAPS_MEANT, REGION_NOT_FOUND, several_regions
from tests.world import World


def test_of_several_regions_it_is_told_how_many_are_shown() -> None:
    choose = "Подходит несколько регионов. Выберите нужный."
    assert several_regions(found=3, shown=3) == choose
    some = f"{choose} Показаны первые 12, уточните название."
    assert several_regions(found=40, shown=12) == some


async def test_behind_more_than_a_region_the_region_is_offered(world: World) -> None:
    olga = await world.admin()
    for typed in ("белгород Анна", "31 2"):
        await olga.says(f"/invite {typed}")
        assert olga.screen == f"{REGION_NOT_FOUND} {PERHAPS_MEANT}"
        assert olga.buttons == ["Белгородская область", DISTRICTS]
    await olga.presses("Белгородская область")
    assert "https://t.me/" in olga.screen
