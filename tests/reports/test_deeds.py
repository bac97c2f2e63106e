"""The words for what stands on record, and that nobody records anything without them."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from models import MailingKind, ReportState
from reports.deeds import DEEDS, TITLES, Change, changes, deed

ROOT = Path(__file__).parent.parent.parent
MOSCOW = ZoneInfo("Europe/Moscow")
# What an action ends with where its name is put together, as f"report.{state}".
ENDINGS: dict[str, type[StrEnum]] = {"report.": ReportState, "mailing.": MailingKind}


def recordings() -> Iterator[tuple[str, ast.Call]]:
    """Every call that puts something on record, with where it is."""
    for room in ("reports", "handlers", "bot"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
                    "record",
                    "record_event",
                ):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def actions_of(call: ast.Call) -> Iterator[str]:
    """The names of the actions that the call may record."""
    named = [keyword.value for keyword in call.keywords if keyword.arg == "action"]
    action = named[0] if named else call.args[1]
    for node in [action.body, action.orelse] if isinstance(action, ast.IfExp) else [action]:
        match node:
            case ast.Constant(value=str(name)):
                yield name
            case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), *_]):
                yield from (f"{beginning}{each}" for each in ENDINGS[beginning])
            case _:
                raise AssertionError(f"write out the action: {ast.unparse(call)}")


def keys_of(call: ast.Call) -> Iterator[str]:
    """The keys that the call writes before and after, where they are written out."""
    for keyword in call.keywords:
        if keyword.arg in ("before", "after"):
            for node in ast.walk(keyword.value):
                if isinstance(node, ast.Dict):
                    yield from (
                        str(key.value) for key in node.keys if isinstance(key, ast.Constant)
                    )


def test_every_action_on_record_has_words() -> None:
    found = {
        action: where
        for where, call in recordings()
        if not where.startswith("reports/audit.py")  # which passes actions on
        for action in actions_of(call)
    }
    assert len(found) > 10
    assert {action: where for action, where in found.items() if action not in DEEDS} == {}


def test_whatever_is_written_before_and_after_has_a_title() -> None:
    found = {key: where for where, call in recordings() for key in keys_of(call)}
    assert found
    assert {key: where for key, where in found.items() if key not in TITLES} == {}


def test_an_action_without_words_is_told_by_its_name() -> None:
    assert deed("event.added") == "Мероприятие добавлено"
    assert deed("tea.made") == "Действие «tea.made»"


def test_changes_come_in_the_order_of_the_form_and_in_its_words() -> None:
    before = {"participants": 1200, "kind": "fair", "video_links": []}
    after = {"kind": "other", "participants": 75, "video_links": ["https://a.ru", "https://b.ru"]}
    assert changes(before, after, MOSCOW) == [
        Change("Вид", "Фестиваль, ярмарка", "Другое"),
        Change("Участников", "1\xa0200", "75"),
        Change("Видео", "нет", "https://a.ru, https://b.ru"),
    ]


def test_what_was_added_has_no_before_and_what_was_deleted_no_after() -> None:
    assert changes(None, {"name": "Урок"}, MOSCOW) == [Change("Название", None, "Урок")]
    assert changes({"name": "Урок"}, None, MOSCOW) == [Change("Название", "Урок", None)]
    assert changes(None, None, MOSCOW) == []


def test_times_days_states_and_regions_are_put_into_words() -> None:
    after = {
        "deadline": "2026-11-29T20:59:00+00:00",
        "day": "2026-11-12",
        "state": "returned",
        "region": "31",
        "role": "admin",
        "year": 2026,
        "sure": True,
        "cut": {"region": "77", "until": None},
    }
    said = {change.title: change.now for change in changes(None, after, MOSCOW)}
    assert said["Срок"] == "29.11.2026 23:59"
    assert said["day"] == "12.11.2026"
    assert said["Состояние отчёта"] == "возвращён"
    assert said["Регион"] == "Белгородская область"
    assert said["Роль"] == "администратор"
    assert said["Год"] == "2026"
    assert said["sure"] == "да"
    assert said["cut"] == "Регион: Москва; Срок: –"


def test_what_a_person_typed_stays_as_typed_even_when_it_looks_like_a_time() -> None:
    assert changes(None, {"name": "2026-11-29T20:59:00"}, MOSCOW)[0].now == "2026-11-29T20:59:00"


def test_a_value_of_a_later_version_is_shown_as_it_is() -> None:
    after = {"kind": "rave", "state": "burnt", "region": "00", "role": "tsar"}
    shown = {change.now for change in changes(None, after, MOSCOW)}
    assert shown == {"rave", "burnt", "00", "tsar"}
