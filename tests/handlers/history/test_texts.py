"""What /history says: the wording that depends on something."""

from domain.history.recorded_changes import Change
from domain.regions.directory import region_by_code
from handlers.history import texts


def test_of_several_people_it_is_told_how_many_are_shown() -> None:
    choose = "Подходит несколько человек. Выберите нужного."
    assert texts.several_people(found=2, shown=2) == choose
    some = f"{choose} Показаны первые 15, уточните имя."
    assert texts.several_people(found=17, shown=15) == some


def test_an_event_that_never_was_is_answered_with_how_to_ask_for_another_years() -> None:
    assert texts.no_such_event(region_by_code("31"), 12, 2027) == (
        "Белгородская область. Мероприятия № 12 в отчёте за 2027 год нет и не было. Номера видны "
        "в списке мероприятий региона. В отчёте другого года: <code>/history 31 12 2026</code>."
    )


def test_a_change_tells_what_is_known_of_before_and_after() -> None:
    assert texts.change_line(Change("Город", "Орёл", "Тула")) == "Город: Орёл → Тула"
    assert texts.change_line(Change("Город", None, "т" * 90)) == f"Город: {'т' * 69}…"
