"""Puts the recorded changes of an action into Russian words: titles for the keys of `before` and
`after`, and words for values that are stored as codes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from domain.events.fields import FIELDS, KINDS
from domain.regions.directory import load_regions
from domain.text.counting import figure
from models import ReportState, Role

# Titles of the keys of `before` and `after`: the form's fields first.
TITLES: Mapping[str, str] = {field.key: field.title for field in FIELDS} | {
    "changed": "Только изменения",
    "comment": "Комментарий",
    "confirmed": "Оставлено как есть",
    "cut": "Что скачано",  # in older rows
    "deadline": "Срок",
    "district": "Округ",
    "event_number": "Мероприятие №",
    "events": "Мероприятий",
    "file": "Файл",
    "filter": "Что скачано",
    "format": "Файл",
    "full_name": "Фамилия и имя",
    "late": "С опозданием",
    "named": "Что исправить",
    "numbers": "Номера",
    "organisation_of_helper": "Организация помощника",
    "people": "Получателей",
    "reason": "Причина",
    "receipt": "Номер отчёта",
    "region": "Регион",
    "region_code": "Регион",
    "regions": "Регионов",
    "reports": "Отчёты",
    "returned": "Исправленные мероприятия",
    "role": "Роль",
    "sent": "Отправлено",
    "state": "Состояние отчёта",
    "text": "Текст",
    "until": "Срок",
    "which": "Округ или регион",
    "whom": "Кому",
    "year": "Год",
}
OTHER = "Другое"  # what a newer version has put on record
# Keys that only the code reads, and what the action itself says: the history does not show them.
NOT_SHOWN = frozenset({"accepted", "for_region", "missing", "seen", "since", "whole"})

REPORTS = {"submitted": "сданные", "accepted": "принятые", "unsubmitted": "несданные"}
# By key, the words for values that are stored as codes.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "kind": KINDS,
    "format": {"csv": "CSV", "xlsx": "Excel"},
    "role": {
        Role.ADMIN: "администратор",
        Role.COORDINATOR: "координатор",
        Role.HELPER: "помощник региона",
        Role.STRANGER: "без доступа",
    },
    "reports": REPORTS,
    "state": {
        ReportState.OPEN: "открыт",
        ReportState.SUBMITTED: "сдан",
        ReportState.ZERO: "мероприятий не было",
        ReportState.RETURNED: "возвращён",
    },
    "whom": {
        "all": "всем",
        "reported": "тем, кто сдал",
        "unreported": "тем, кто не сдал",
        "returned": "тем, кому возвращён отчёт",
        "unsubmitted": "тем, кто не сдавал",
        "silent": "тем, кто не начал",
        "district": "округу",
        "region": "региону",
    },
}
_REGIONS = frozenset({"region", "region_code", "which"})
_OF_FIELDS = frozenset({"confirmed", "named"})  # keys of the form's fields
_IN_FORM = frozenset(field.key for field in FIELDS)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d\S*")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Change:
    """The value of one key before and after, in words; None if it has none."""

    title: str
    was: str | None
    now: str | None


def changes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, zone: tzinfo
) -> list[Change]:
    """What differs: the form's fields in the form's order, then the other keys that are shown.
    Times are in `zone`."""
    before, after = before or {}, after or {}
    known = [key for key in TITLES if key in before or key in after]
    others = sorted((before.keys() | after.keys()) - {*known, *NOT_SHOWN})
    told = [
        Change(
            title=TITLES.get(key, OTHER),
            was=_in_words(key, before[key], zone) if key in before else None,
            now=_in_words(key, after[key], zone) if key in after else None,
        )
        for key in (*known, *others)
        if key not in before or key not in after or before[key] != after[key]
    ]
    # Two values may be the same in words: two seconds of one minute.
    return [change for change in told if change.was != change.now]


def _in_words(key: str, value: Any, zone: tzinfo) -> str:
    match value:
        case None | "":
            return "–"
        case bool():
            return "да" if value else "нет"
        case int():
            return str(value) if key == "year" else figure(value)
        case [_, *_] if key in _OF_FIELDS:
            return ", ".join(TITLES.get(item, OTHER) for item in value)
        case [_, *_] if key == "returned":
            return f"№ {', '.join(map(str, value))}"
        case [first, last] if key == "numbers":
            return f"№ {first}" if first == last else f"№ {first}–{last}"
        case list():
            return ", ".join(_in_words(key, item, zone) for item in value) or "нет"
        case dict():
            parts = (
                f"{TITLES.get(k, OTHER)}: {_in_words(k, v, zone)}"
                for k, v in value.items()
                if k not in NOT_SHOWN
            )
            return "; ".join(parts) or "–"
        case _:
            return _text(key, str(value), zone)


def _text(key: str, value: str, zone: tzinfo) -> str:
    if key in _WORDS:
        return _WORDS[key].get(value, OTHER)
    if key in _IN_FORM:
        return value  # as typed, even if it looks like a time
    if key in _REGIONS:
        return next((region.name for region in load_regions() if region.code == value), value)
    if _MOMENT.fullmatch(value):
        return f"{datetime.fromisoformat(value).astimezone(zone):%d.%m.%Y, %H:%M}"
    return _DAY.sub(r"\3.\2.\1", value) if _DAY.fullmatch(value) else value
