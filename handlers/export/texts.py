"""Every word about the merged table and its filters."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape

from domain.export.changes import Changes
from domain.export.export import Export
from domain.export.filters import ExportFilter
from domain.export.log import PastExport
from handlers.formatting import (
    RUSSIAN,
    capital,
    events_count,
    figure,
    regions_count,
    short_moment,
    shortened,
    sums,
)
from handlers.region_picker import neither_region_nor_district
from models import Campaign

MAKING_WORKBOOK = "Готовлю сводную таблицу…"
WORKBOOK_FAILED = "Не удалось сделать сводную таблицу. Попробуйте ещё раз: /export."

ONE_DISTRICT, ONE_REGION, ONE_KIND = "По округу", "По региону", "По виду"
ONLY_CHANGES, AS_CSV, AS_WORKBOOK, WHO_EXPORTED, WHOLE = (
    "Только изменения",
    "Файл CSV",
    "Файл Excel",
    "Кто скачивал",
    "Вся таблица",
)
WHICH_DISTRICT = "Таблица какого федерального округа нужна?"
WHICH_REGION = (
    "Таблица какого региона нужна? Выберите федеральный округ или отправьте, например, /export "
    "белгород."
)
WHICH_KIND = "Таблица мероприятий какого вида нужна?"
REGION_NOT_FOUND = neither_region_nor_district("export")
REPORTED, NO_EVENTS = "Отчитались", "Мероприятий нет."
REPORT_SUBMITTED, REPORT_NOT_SUBMITTED = "Отчёт сдан.", "Отчёт ещё не сдан."
NO_SUCH_TABLE = "Такой таблицы нет: кнопка устарела. Отправьте /export."
NOTHING_TO_COMPARE_WITH = (
    "Вы ещё не скачивали сводную таблицу этого года целиком, сравнивать не с чем. Отправляю всю "
    "таблицу: следующие изменения будут считаться от неё."
)


def workbook_progress(done_rows: int) -> str:
    return f"{MAKING_WORKBOOK} Записано строк: {figure(done_rows)}."


def no_such_year(year: int | None, years: Sequence[int]) -> str:
    """`years` are those whose tables there are."""
    commands = ", ".join(f"/export {each}" for each in years)
    return f"Сводной таблицы за {year} год нет. Можно скачать: {commands}."


def nothing_changed(since: datetime, zone: tzinfo) -> str:
    return (
        f"Вы скачали таблицу целиком {short_moment(since, zone)}. С тех пор мероприятия не "
        "менялись."
    )


def caption(export: Export, zone: tzinfo) -> str:
    """What the file shows, and the sums of that."""
    export_filter, found = export.export_filter, export.totals
    lines = [f"<b>{escape(export.title)}</b>, {short_moment(export.position.at, zone)}"]
    if export_filter.words:
        lines.append(f"<b>{escape(capital(export_filter.words))}</b>")
    if export.since is not None and export.changes is not None:
        lines.append(
            "Изменения с тех пор, как вы скачали таблицу целиком "
            f"({short_moment(export.since, zone)}): {changed(export.changes)}"
        )
    elif export_filter.region_code is None:
        held_or_reported = (
            held(found.with_events, found.regions)
            if export_filter.kind is not None
            else f"{REPORTED}: {of_regions(found.reported, found.regions)}"
        )
        lines.append(held_or_reported)
    if found.events or export.changes is not None:
        lines.append(sums(found.events, found.times_held, found.participants))
    else:
        lines.append(NO_EVENTS)
    if export_filter.region_code is not None:
        lines.append(REPORT_SUBMITTED if found.reported else REPORT_NOT_SUBMITTED)
    elif found.events:
        lines.append(unsubmitted(found.unsubmitted))
    return "\n".join(lines)


def unsubmitted(events: int) -> str:
    """Whether events are in the table whose region has not submitted its report."""
    if not events:
        return "Все отчёты, которые вошли в таблицу, сданы."
    return f"В том числе в отчётах, которые ещё не сданы: {events_count(events)}."


def changed(changes: Changes) -> str:
    return (
        f"добавлено {figure(changes.added)}, изменено {figure(changes.changed)}, "
        f"удалено {figure(changes.deleted)}"
    )


def who_exported(exports: Sequence[PastExport], *, campaign: Campaign, zone: tzinfo) -> str:
    if not exports:
        return f"<b>{escape(campaign.title)}</b>. Сводную таблицу ещё никто не скачивал."
    # Shortened, or twenty of the longest would not fit into a message.
    lines = [
        f"{short_moment(past.at, zone)} – {escape(shortened(past.by or 'на сервере', 40))}: "
        f"{escape(shortened(_what(past.export_filter), 100))}, {events_count(past.events)}"
        for past in exports
    ]
    return "\n".join([f"<b>{escape(campaign.title)}</b>. Кто скачивал сводную таблицу", "", *lines])


def _what(export_filter: ExportFilter | None) -> str:
    if export_filter is None:
        return "часть таблицы"
    what = export_filter.words or "вся таблица"
    if export_filter.changed:
        what = ", ".join(part for part in ("изменения", export_filter.words) if part)
    return f"{what}, CSV" if export_filter.format == "csv" else what


def held(regions: int, of: int) -> str:
    """How many regions have held events of the kind asked for."""
    if not regions:
        return "Таких мероприятий пока не провёл ни один регион"
    verb = "провёл" if RUSSIAN.plural_form(regions) == "one" else "провели"
    return f"Такие мероприятия {verb} {regions_count(regions)} из {figure(of)}"


def of_regions(number: int, of: int) -> str:
    return f"{figure(number)} из {figure(of)} регионов"
