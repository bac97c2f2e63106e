"""The choice of a region, in words."""

from handlers.region_picker import several_regions


def test_of_several_regions_it_is_told_how_many_are_shown() -> None:
    choose = "Подходит несколько регионов. Выберите нужный."
    assert several_regions(found=3, shown=3) == choose
    some = f"{choose} Показаны первые 12, уточните название."
    assert several_regions(found=40, shown=12) == some
