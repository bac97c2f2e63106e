"""What is said of an export: the wording that depends on something."""

from dataclasses import replace
from datetime import timedelta

from domain.export.changes import Changes
from domain.export.export import Export
from domain.export.filters import ExportFilter
from domain.export.log import AuditPosition, PastExport
from domain.export.queries import Totals
from handlers.export import texts
from handlers.formatting import capital, events_count, short_moment
from models import Campaign
from tests.world import IN_THE_WEEK, MOSCOW

NOW = short_moment(IN_THE_WEEK, MOSCOW)
FIGURES = Totals(
    regions=89,
    reported=2,
    with_events=3,
    events=4,
    times_held=5,
    participants=6,
    unsubmitted=1,
)


def head(export_filter: ExportFilter, changes: Changes | None = None) -> list[str]:
    """The caption's lines above the sums."""
    since = IN_THE_WEEK - timedelta(days=1) if changes else None
    export = Export(
        export_filter, 1, "2026", FIGURES, AuditPosition(IN_THE_WEEK, 0), since, changes
    )
    return texts.caption(export, MOSCOW).split("\n")[:-4]


def test_a_caption_tells_what_the_file_shows() -> None:
    title = f"<b>2026</b>, {NOW}"
    assert head(ExportFilter()) == [title, "Отчитались: 2 из 89 регионов"]
    fairs = ExportFilter(kind="fair")
    kind = f"<b>{capital(fairs.words)}</b>"
    assert head(fairs) == [title, kind, "Такие мероприятия провели 3 региона из 89"]
    assert head(ExportFilter(region_code="31")) == [title, "<b>Белгородская область</b>"]
    since = short_moment(IN_THE_WEEK - timedelta(days=1), MOSCOW)
    assert head(ExportFilter(changed=True), Changes(7, 8, 9)) == [
        title,
        f"Изменения с тех пор, как вы скачали таблицу целиком ({since}): добавлено 7, изменено 8, "
        "удалено 9",
    ]


def test_the_regions_that_have_held_a_kind_are_counted() -> None:
    assert texts.held(0, of=18) == "Таких мероприятий пока не провёл ни один регион"
    assert texts.held(21, of=89) == "Такие мероприятия провёл 21 регион из 89"


def test_of_one_region_it_is_told_whether_its_report_is_submitted() -> None:
    for reported, told in ((1, texts.REPORT_SUBMITTED), (0, texts.REPORT_NOT_SUBMITTED)):
        figures = replace(FIGURES, reported=reported)
        position = AuditPosition(IN_THE_WEEK, 0)
        export = Export(ExportFilter(region_code="31"), 1, "2026", figures, position, None, None)
        assert texts.caption(export, MOSCOW).endswith(f"\n{told}")


def test_it_is_told_whether_events_of_unsubmitted_reports_are_in_the_table() -> None:
    assert texts.unsubmitted(0) == "Все отчёты, которые вошли в таблицу, сданы."
    assert texts.unsubmitted(2) == "В том числе в отчётах, которые ещё не сданы: 2 мероприятия."


def test_each_past_export_is_told_in_a_line() -> None:
    campaign = Campaign(title="Неделя & качество")
    nobody = texts.who_exported([], campaign=campaign, zone=MOSCOW)
    assert nobody == "<b>Неделя &amp; качество</b>. Сводную таблицу ещё никто не скачивал."
    exports = [
        PastExport(IN_THE_WEEK, "Анна <b>", ExportFilter(), 4),
        PastExport(IN_THE_WEEK, "Анна", ExportFilter(region_code="31", changed=True), 1),
        PastExport(IN_THE_WEEK, "Анна", ExportFilter(changed=True, format="csv"), 1),
        PastExport(IN_THE_WEEK, None, None, 1),
    ]
    heading, _, *lines = texts.who_exported(exports, campaign=campaign, zone=MOSCOW).split("\n")
    assert heading == "<b>Неделя &amp; качество</b>. Кто скачивал сводную таблицу"
    assert lines == [
        f"{NOW} – Анна &lt;b&gt;: вся таблица, {events_count(4)}",
        f"{NOW} – Анна: изменения, Белгородская область, {events_count(1)}",
        f"{NOW} – Анна: изменения, CSV, {events_count(1)}",
        f"{NOW} – на сервере: часть таблицы, {events_count(1)}",
    ]
