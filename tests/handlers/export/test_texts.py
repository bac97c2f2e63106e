"""What is said of an export: the wording that depends on something."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.export.changes import Changes
from domain.export.filters import ExportFilter
from domain.export.log import AuditPosition, PastExport
from domain.export.result import Export, Totals
from domain.reports.sums import Part, Sums
from handlers.export import texts
from handlers.formatting import capital, events_count, short_moment
from models import Campaign
from tests.world import IN_THE_WEEK, MOSCOW, plain

NOW = short_moment(IN_THE_WEEK, MOSCOW)
BEFORE = AuditPosition(IN_THE_WEEK - timedelta(days=1), 0, recorded=7)
EXPORT = Export(
    export_filter=ExportFilter(),
    campaign_id=1,
    title="2026",
    totals=Totals(
        regions=89,
        counted=2,
        with_events=3,
        sums={Part.SUBMITTED: Sums(4, 5, 6), Part.UNSUBMITTED: Sums(7, 8, 9)},
    ),
    rows=4,
    report_state=None,
    position=AuditPosition(IN_THE_WEEK, 0),
    since=None,
    changes=None,
)
TITLE = f"2026, {NOW}"
SUBMITTED = "Сдано – мероприятий: 4, проведений: 5, участников: 6"
UNSUBMITTED = "Не сдано – мероприятий: 7, проведений: 8, участников: 9"


def caption(export_filter: ExportFilter, **given: Any) -> list[str]:
    made = replace(EXPORT, export_filter=export_filter, **given)
    return plain(texts.caption(made, MOSCOW)).split("\n")


def test_a_caption_tells_what_the_file_shows_with_both_sums_apart() -> None:
    assert caption(ExportFilter()) == [
        *(TITLE, "Отчитались: 2 из 89"),
        *(SUBMITTED, UNSUBMITTED, texts.ON_SHEET),
    ]
    fairs = ExportFilter(kind="fair")
    held = [capital(fairs.words), "Такие мероприятия провели 3 региона из 89"]
    some = caption(fairs.model_copy(update={"reports": "accepted"}))
    assert some[2] == "Отчётов с такими мероприятиями: 3"
    assert caption(fairs) == [TITLE, *held, SUBMITTED, UNSUBMITTED, texts.ON_SHEET]


def test_a_caption_of_some_reports_has_the_sums_of_these() -> None:
    assert caption(ExportFilter(reports="submitted"))[1:] == [
        *("Только сданные отчёты", "Отчитались: 2 из 89", SUBMITTED),
    ]
    assert caption(ExportFilter(reports="accepted"))[1:] == [
        *(
            "Только принятые отчёты",
            "Принято отчётов: 2 из 89",
            SUBMITTED.replace("Сдано", "Принято"),
        ),
    ]
    assert caption(ExportFilter(reports="unsubmitted"))[1:] == [
        *("Только несданные отчёты", "Не отчитались: 2 из 89", UNSUBMITTED),
    ]


def test_a_csv_file_tells_its_rows_and_what_it_leaves_out() -> None:
    lines = caption(ExportFilter(format="csv"))
    assert lines[-4:] == [SUBMITTED, UNSUBMITTED, texts.NOT_IN_CSV, "Строк в файле: 4"]
    assert texts.ONLY_REPORTS["unsubmitted"] in texts.NOT_IN_CSV
    alone = caption(ExportFilter(format="csv", reports="unsubmitted"), rows=7)
    assert alone[-2:] == [UNSUBMITTED, "Строк в файле: 7"]


def test_of_one_region_it_is_told_where_its_report_stands() -> None:
    sums = {Part.SUBMITTED: Sums(), Part.UNSUBMITTED: Sums(7, 8, 9)}
    of_one, totals = ExportFilter(region_code="31"), replace(EXPORT.totals, sums=sums)
    assert caption(of_one, report_state="Принят, сдан с опозданием", totals=totals) == [
        *(TITLE, "Белгородская область", "Состояние отчёта: принят, сдан с опозданием"),
        *(UNSUBMITTED, texts.ON_SHEET),
    ]
    nothing = replace(totals, sums=dict.fromkeys(Part, Sums()))
    assert caption(of_one, report_state="Не начат", totals=nothing)[-1] == texts.NO_EVENTS


def test_changes_are_told_where_they_are_shown_and_beside_the_whole_table() -> None:
    since = short_moment(BEFORE.at, MOSCOW)
    given = {"since": BEFORE, "changes": Changes(7, 8, 9)}
    assert caption(ExportFilter(changed=True), **given)[1] == (
        f"Изменения с тех пор, как вы скачали таблицу целиком ({since}): добавлено 7, изменено 8, "
        "удалено 9"
    )
    beside = f"С прошлого раза ({since}): добавлено 7, изменено 8, удалено 9"
    assert caption(ExportFilter(), **given)[-1] == beside
    given["changes"] = Changes(0, 0, 0)
    assert caption(ExportFilter(), **given)[-1] == f"С прошлого раза ({since}): без изменений"


def test_the_regions_that_have_held_a_kind_are_counted() -> None:
    assert texts.held(0, of=18) == "Таких мероприятий пока не провёл ни один регион"
    assert texts.held(21, of=89) == "Такие мероприятия провёл 21 регион из 89"


def test_each_past_export_is_told_in_a_line() -> None:
    campaign = Campaign(title="Неделя & качество")
    nobody = texts.who_exported([], campaign=campaign, zone=MOSCOW)
    assert nobody == "<b>Неделя &amp; качество</b>. Сводную таблицу ещё никто не скачивал."
    exports = [
        PastExport(IN_THE_WEEK, "Анна <b>", ExportFilter(), 4),
        PastExport(IN_THE_WEEK, "Анна", ExportFilter(region_code="31", changed=True), 1),
        PastExport(IN_THE_WEEK, "Анна", ExportFilter(changed=True, format="csv"), 1),
        PastExport(IN_THE_WEEK, "Анна", ExportFilter(district="ЮФО", reports="accepted"), 1),
        PastExport(IN_THE_WEEK, None, None, 1),
    ]
    heading, _, *lines = texts.who_exported(exports, campaign=campaign, zone=MOSCOW).split("\n")
    assert heading == "<b>Неделя &amp; качество</b>. Кто скачивал сводную таблицу"
    assert lines == [
        f"{NOW} – Анна &lt;b&gt;: вся таблица, {events_count(4)}",
        f"{NOW} – Анна: изменения, Белгородская область, {events_count(1)}",
        f"{NOW} – Анна: изменения, CSV, {events_count(1)}",
        f"{NOW} – Анна: Южный федеральный округ, только принятые отчёты, {events_count(1)}",
        f"{NOW} – на сервере: часть таблицы, {events_count(1)}",
    ]
