"""Every word about the merged table and its filters."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from html import escape
from types import MappingProxyType

from domain.export.changes import Changes
from domain.export.events_sheet import NOT_SUBMITTED
from domain.export.filters import REPORTS, ExportFilter, Reports
from domain.export.log import PastExport
from domain.export.report_words import report_words
from domain.export.result import Export
from domain.reports.status import RegionStatus
from domain.reports.sums import Part
from handlers.formatting import (
    RUSSIAN,
    capital,
    events_count,
    figure,
    part_line,
    regions_count,
    short_moment,
    shortened,
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
ONLY_REPORTS: Mapping[Reports, str] = MappingProxyType(
    {
        "submitted": "Только сданные",
        "accepted": "Только принятые",
        "unsubmitted": "Только несданные",
    }
)
WHICH_DISTRICT = "Таблица какого федерального округа нужна?"
WHICH_REGION = (
    "Таблица какого региона нужна? Выберите федеральный округ или отправьте, например, /export "
    "белгород."
)
WHICH_KIND = "Таблица мероприятий какого вида нужна?"
REGION_NOT_FOUND = (
    f"{neither_region_nor_district('export')} Часть таблицы: /export сданные, /export принятые "
    "белгород, /export несданные, /export уроки, /export изменения, /export csv."
)
ONE_PART_AT_A_TIME = (
    "Одним файлом можно получить только одну часть таблицы: /export сданные, /export принятые или "
    "/export несданные. Вся таблица: /export. Файл бывает либо Excel, либо CSV: /export csv."
)
NO_EVENTS = "Мероприятий нет."
ON_SHEET = f"Несданное стоит на отдельном листе «{NOT_SUBMITTED}»."
NOT_IN_CSV = f"Несданное в файл CSV не входит: нажмите «{ONLY_REPORTS['unsubmitted']}»."
NO_SUCH_TABLE = "Такой таблицы нет: кнопка устарела. Отправьте /export."
NOTHING_TO_COMPARE_WITH = (
    "Вы ещё не скачивали сводную таблицу этого года целиком файлом Excel, сравнивать не с чем. "
    "Отправляю всю таблицу: следующие изменения будут считаться от неё."
)


MOVED_REGIONS_NAMED = 3  # a file's caption is short


def workbook_progress(done_rows: int) -> str:
    return f"{MAKING_WORKBOOK} Записано строк: {figure(done_rows)}."


def no_such_year(year: int | None, years: Sequence[int]) -> str:
    """`years` are those whose tables there are."""
    commands = ", ".join(f"/export {each}" for each in years)
    return f"Сводной таблицы за {year} год нет. Можно скачать: {commands}."


def nothing_changed(since: datetime, moved: Sequence[RegionStatus], zone: tzinfo) -> str:
    told = (
        f"Вы скачали таблицу целиком {short_moment(since, zone)}. С тех пор мероприятия не "
        "менялись."
    )
    return f"{told}\n{reports_moved(moved)}." if moved else told


def reports_moved(moved: Sequence[RegionStatus]) -> str:
    """«… у регионов: 5 – Пермский край (сдан), … и ещё 2», with where each report stands now."""
    named = [
        f"{status.region.name} ({_small(report_words(status))})"
        for status in moved[:MOVED_REGIONS_NAMED]
    ]
    more = len(moved) - len(named)
    rest = f" и ещё {figure(more)}" if more else ""
    return (
        f"Состояние отчёта изменилось у регионов: {figure(len(moved))} – {', '.join(named)}{rest}"
    )


def asking(question: str, reports: Reports | None) -> str:
    """Which part of the table is wanted, of all reports or of some."""
    return question if reports is None else f"{question}\nВ неё войдут {REPORTS[reports]}."


def caption(export: Export, zone: tzinfo) -> str:
    """What the file shows, and the sums of that: those of submitted reports apart."""
    export_filter, found = export.export_filter, export.totals
    lines = [f"<b>{escape(export.title)}</b>, {short_moment(export.position.at, zone)}"]
    if export_filter.words:
        lines.append(f"<b>{escape(capital(export_filter.words))}</b>")
    if export_filter.changed:
        lines.append(_changed_since(export, zone))
    elif export.report_state is not None:
        lines.append(report_state(export.report_state))
    elif export_filter.kind is not None:
        lines.append(_held(export))
    else:
        lines.append(of_regions(export_filter.counted, found.counted, of=found.regions))
    lines += _sums(export)
    if export_filter.is_whole and export.changes is not None:
        lines.append(_changed_since(export, zone))
    return "\n".join(lines)


def report_state(words: str) -> str:
    return f"Состояние отчёта: {_small(words)}"


def _small(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"


def _held(export: Export) -> str:
    found, reports = export.totals, export.export_filter.reports
    if reports is None:
        return held(found.with_events, found.regions)
    # Some of those that have held such events are left out.
    return f"Отчётов с такими мероприятиями: {figure(found.with_events)}"


def _sums(export: Export) -> list[str]:
    sums, export_filter = export.totals.sums, export.export_filter
    of_submitted, of_unsubmitted = sums[Part.SUBMITTED], sums[Part.UNSUBMITTED]
    is_csv = export_filter.format == "csv"
    # A single region's events are all in one part.
    lines = [
        part_line(heading, sums[part])
        for part, heading in export_filter.headings.items()
        if sums[part].events or export_filter.region_code is None
    ]
    if not (of_submitted.events or of_unsubmitted.events):
        lines = [NO_EVENTS]
    elif of_unsubmitted.events and export_filter.reports is None:
        lines.append(NOT_IN_CSV if is_csv else ON_SHEET)
    return [*lines, rows_in_file(export.rows)] if is_csv else lines


def rows_in_file(rows: int) -> str:
    return f"Строк в файле: {figure(rows)}"


def _changed_since(export: Export, zone: tzinfo) -> str:
    """Since the export that this one is compared with."""
    assert export.since is not None
    assert export.changes is not None
    since = short_moment(export.since.at, zone)
    what = changed(export.changes) if export.changes else "без изменений"
    if export.changes.moved:
        what += f"\n{reports_moved(export.changes.moved)}"
    if export.export_filter.changed:
        return f"Изменения с тех пор, как вы скачали таблицу целиком ({since}): {what}"
    return f"С прошлого раза ({since}): {what}"


def changes_since(at: datetime, zone: tzinfo) -> str:
    """The button for what is new beside the export of that moment."""
    return f"Изменения с {at.astimezone(zone):%d.%m.%Y, %H:%M}"


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


def of_regions(counted: str, number: int, *, of: int) -> str:
    """«Отчитались: 3 из 89», «Принято отчётов: 1 из 89»."""
    return f"{counted}: {figure(number)} из {figure(of)}"
