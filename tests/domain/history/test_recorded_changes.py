"""The words for what an action on record changed, and that every key on record has a title."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.history.recorded_changes import NOT_SHOWN, OTHER, TITLES, Change, changes
from models import AuditAction

ROOT = Path(__file__).parents[3]
MOSCOW = ZoneInfo("Europe/Moscow")


def recorded_keys() -> Iterator[tuple[str, str]]:
    """Every key that is written out in `before=` or `after=` of a call that records an action,
    and the file."""
    for path in (path for room in ("domain", "handlers") for path in (ROOT / room).rglob("*.py")):
        yield from (
            (str(key.value), str(path.relative_to(ROOT)))
            for call in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(call, ast.Call) and "record" in ast.unparse(call.func)
            for keyword in call.keywords
            if keyword.arg in ("before", "after")
            for written in ast.walk(keyword.value)
            if isinstance(written, ast.Dict)
            for key in written.keys
            if isinstance(key, ast.Constant)
        )


def test_whatever_is_written_before_and_after_has_a_title_or_is_not_told() -> None:
    found = dict(recorded_keys())
    assert len(found) > 10
    assert {key: where for key, where in found.items() if key not in {*TITLES, *NOT_SHOWN}} == {}


def test_changes_come_in_the_order_of_the_form_and_in_its_words() -> None:
    before = {"participants": 1200, "kind": "fair", "video_links": []}
    after = {"kind": "other", "participants": 75, "video_links": ["https://a.ru", "https://b.ru"]}
    assert changes(before, after, MOSCOW) == [
        Change("Вид", "Фестиваль, ярмарка", "Другое"),
        Change("Число участников", "1\xa0200", "75"),
        Change("Ссылки на видео", "нет", "https://a.ru, https://b.ru"),
    ]


def test_what_was_added_has_no_before_and_what_was_deleted_no_after() -> None:
    assert changes(None, {"name": "Урок"}, MOSCOW) == [Change("Название", None, "Урок")]
    assert changes({"name": "Урок"}, None, MOSCOW) == [Change("Название", "Урок", None)]
    assert changes(None, None, MOSCOW) == []


def test_times_days_states_and_regions_are_put_into_words() -> None:
    after = {
        "until": "2026-11-12",
        "state": "returned",
        "region": "31",
        "role": "admin",
        "year": 2026,
        "sure": True,
        "cut": {"region_code": "77", "changed": True},
        "seen": 7,
    }
    said = {change.title: change.now for change in changes(None, after, MOSCOW)}
    assert said["Срок"] == "12.11.2026"
    (deadline,) = changes(None, {"deadline": "2026-11-29T20:59:00+00:00"}, MOSCOW)
    assert deadline.now == "29.11.2026, 23:59"
    assert said[OTHER] == "да"
    assert said["Состояние отчёта"] == "возвращён"
    assert said["Регион"] == "Белгородская область"
    assert said["Роль"] == "администратор"
    assert said["Год"] == "2026"
    assert not any(title.isascii() for title in said), "no key stands for itself"
    assert said["Что скачано"] == "Регион: Москва; Только изменения: да"


def test_what_a_person_typed_stays_as_typed_even_when_it_looks_like_a_time() -> None:
    assert changes(None, {"name": "2026-11-29T20:59:00"}, MOSCOW)[0].now == "2026-11-29T20:59:00"


def test_a_code_of_a_later_version_is_never_shown_itself() -> None:
    after = {"kind": "rave", "state": "burnt", "whom": "whoever", "role": "tsar"}
    assert {change.now for change in changes(None, after, MOSCOW)} == {OTHER}


def test_every_action_has_words_of_its_own_for_whatever_it_was_done_to() -> None:
    labels = [action.label for action in AuditAction]
    assert not [label for label in labels if re.search("[A-Za-z]", label.replace("{year}", ""))]


def test_values_that_are_the_same_in_words_are_no_change() -> None:
    before, after = {"until": "2026-11-29T20:59:00+00:00"}, {"until": "2026-11-29T20:59:30+00:00"}
    assert changes(before, after, MOSCOW) == []


def test_what_stayed_as_it_was_is_no_change() -> None:
    before, after = {"state": "submitted", "returned": [1]}, {"state": "submitted"}
    assert changes(before, after, MOSCOW) == [Change("Исправленные мероприятия", "№ 1", None)]
