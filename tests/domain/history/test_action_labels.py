"""The words for what stands on record, and that nobody records anything without them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from domain.history.action_labels import DEEDS, TITLES, UNTOLD, Change, changes, deed
from models import MailingKind, ReportState

ROOT = Path(__file__).parents[3]
MOSCOW = ZoneInfo("Europe/Moscow")
# What an action ends with where its name is put together, as f"report.{state}".
ENDINGS: dict[str, type[StrEnum]] = {"report.": ReportState, "mailing.": MailingKind}
# Functions that put on record, whatever module they are in: the action is the second argument.
RECORDERS = {"record", "record_event", "_record"}


@dataclass(frozen=True)
class Recording:
    """A call that puts something on record, and the constants of the module that it is in."""

    where: str
    call: ast.Call
    constants: dict[str, ast.expr]


def recordings() -> Iterator[Recording]:
    for room in ("domain", "handlers", "bot"):
        for path in sorted((ROOT / room).rglob("*.py")):
            module = ast.parse(path.read_text(encoding="utf-8"))
            constants = {
                ast.unparse(statement.targets[0]): statement.value
                for statement in module.body
                if isinstance(statement, ast.Assign)
            }
            passing_on = {
                id(node)
                for function in ast.walk(module)
                if isinstance(function, ast.FunctionDef) and function.name in RECORDERS
                for node in ast.walk(function)
            }
            calls = (node for node in ast.walk(module) if isinstance(node, ast.Call))
            for call in calls:
                named = ast.unparse(call.func).split(".")[-1]
                if named in RECORDERS and id(call) not in passing_on:
                    yield Recording(f"{path.relative_to(ROOT)}:{call.lineno}", call, constants)


def actions_of(recording: Recording) -> Iterator[str]:
    """The names of the actions that it may record."""
    action = recording.call.args[1]
    for node in [action.body, action.orelse] if isinstance(action, ast.IfExp) else [action]:
        match recording.constants.get(ast.unparse(node), node):
            case ast.Constant(value=str(name)):
                yield name
            case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), *_]):
                yield from (f"{beginning}{each}" for each in ENDINGS[beginning])
            case _:
                raise AssertionError(f"{recording.where}: write out the action")


def keys_of(recording: Recording) -> Iterator[str]:
    """The keys that it writes before and after, where they are written out."""
    for keyword in recording.call.keywords:
        if keyword.arg in ("before", "after"):
            for node in ast.walk(keyword.value):
                if isinstance(node, ast.Dict):
                    yield from (
                        str(key.value) for key in node.keys if isinstance(key, ast.Constant)
                    )


def test_every_action_on_record_has_words() -> None:
    found = {action: each.where for each in recordings() for action in actions_of(each)}
    assert len(found) > 10
    assert {action: where for action, where in found.items() if action not in DEEDS} == {}


def test_whatever_is_written_before_and_after_has_a_title_or_is_not_told() -> None:
    found = {key: each.where for each in recordings() for key in keys_of(each)}
    assert found
    assert {key: where for key, where in found.items() if key not in {*TITLES, *UNTOLD}} == {}


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
        "cut": {"region_code": "77", "changed": True},
        "seen": 7,
    }
    said = {change.title: change.now for change in changes(None, after, MOSCOW)}
    assert said["Срок"] == "29.11.2026 23:59"
    assert said["day"] == "12.11.2026"
    assert said["Состояние отчёта"] == "возвращён"
    assert said["Регион"] == "Белгородская область"
    assert said["Роль"] == "администратор"
    assert said["Год"] == "2026"
    assert said["sure"] == "да"
    assert "seen" not in said, "the bot's own note"
    assert said["Что выгружено"] == "Регион: Москва; Только изменения: да"


def test_what_a_person_typed_stays_as_typed_even_when_it_looks_like_a_time() -> None:
    assert changes(None, {"name": "2026-11-29T20:59:00"}, MOSCOW)[0].now == "2026-11-29T20:59:00"


def test_a_value_of_a_later_version_is_shown_as_it_is() -> None:
    after = {"kind": "rave", "state": "burnt", "region": "00", "role": "tsar"}
    shown = {change.now for change in changes(None, after, MOSCOW)}
    assert shown == {"rave", "burnt", "00", "tsar"}
