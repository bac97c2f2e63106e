"""The buttons under the exported table: parts of it, what changed, CSV, and who exported."""

import csv
from functools import partial
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from domain.events.fields import KINDS, field
from domain.export.changes import Changes
from domain.export.check_and_change_sheets import CHANGES, NO_REMARKS, REMARKS
from domain.export.events_sheet import NOT_SUBMITTED, REPORT
from domain.export.export import make_export
from domain.export.filters import REPORTS, ExportFilter
from domain.export.log import PastExport
from domain.export.not_reported_sheet import NOT_REPORTED
from domain.export.summary_sheets import BY_DISTRICT, BY_KIND, BY_REGION
from domain.regions.directory import FEDERAL_DISTRICTS, region_by_code
from domain.reports.data_checks import RemarkCategory
from domain.reports.state import ReportStatus
from domain.reports.sums import Part, Sums
from handlers.event_form.texts import saved_events
from handlers.event_form.texts.form import EDIT
from handlers.export import texts
from handlers.fallback import STALE_BUTTON
from handlers.formatting import part_line, short_moment
from handlers.phrases import RESTORE_EVENT
from handlers.region_picker import DISTRICTS
from models import AuditEntry, Campaign, Event, Extension, RegionReport, ReportState
from sandbox.faults import ServerError
from tests.handlers.export.test_export import ANNEX, opened, rows, submits
from tests.world import DEADLINE, IN_THE_WEEK, MOSCOW, Someone, World, plain

WHOLE = ExportFilter()


def names(admin: Someone, sheet: str = REPORT) -> list[object]:
    """Of the events on that sheet of the newest workbook."""
    return [row[2] for row in rows(opened(admin), sheet)[1:]]


def in_words(part: Part, *sums: int) -> str:
    """A line of the caption."""
    return plain(part_line(part, Sums(*sums)))


def changes(admin: Someone) -> list[tuple[object, ...]]:
    """From the event's name to the person's, in the newest workbook."""
    return [row[3:] for row in rows(opened(admin), CHANGES)[1:]]


def documents(someone: Someone) -> int:
    return sum(message.document is not None for message in someone.phone.messages)


def csv_rows(admin: Someone) -> list[list[str]]:
    content = [message.document for message in admin.phone.messages if message.document]
    text = content[-1].content.decode("utf-8")
    assert text.startswith("\ufeff"), "or Excel takes it for windows-1251"
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))


async def reported(world: World, *, submitted: bool = True) -> tuple[Someone, Someone, Someone]:
    """Events of four kinds in two districts and outside them."""
    anna = await world.coordinator("Белгородская область")
    vera = await world.coordinator("Пермский край", "Вера")
    gleb = await world.coordinator("Донецкая Народная Республика", "Глеб")
    await world.event(anna, "Урок", participants=100)
    await world.event(anna, "Ярмарка", kind="fair", participants=20, times_held=1)
    await world.event(vera, "Выставка", kind="exhibition", participants=7)
    await world.event(gleb, "Концерт", kind="other")
    if submitted:
        await submits(anna, vera, gleb)
    return anna, vera, gleb


async def test_one_district_is_exported_with_its_own_sums(world: World) -> None:
    await reported(world)
    admin = await world.admin()
    await admin.says("/export")
    assert admin.buttons == [
        texts.ONE_DISTRICT,
        texts.ONE_REGION,
        texts.ONE_KIND,
        texts.ONLY_CHANGES,
        texts.ONLY_REPORTS["submitted"],
        texts.ONLY_REPORTS["accepted"],
        texts.AS_CSV,
        texts.WHO_EXPORTED,
    ]
    await admin.presses(texts.ONE_DISTRICT)
    assert len(admin.buttons) == 9
    chosen_from = admin.phone.last
    await admin.presses(FEDERAL_DISTRICTS["ЦФО"])
    assert names(admin) == ["Урок", "Ярмарка"]
    assert len(rows(opened(admin), BY_REGION)) == 1 + 18 + 1
    submitted = in_words(Part.SUBMITTED, 2, 4, 120)
    sums_of_it = f"{texts.of_regions(WHOLE.counted, 1, of=18)}\n{submitted}"
    assert f"{FEDERAL_DISTRICTS['ЦФО']}\n{sums_of_it}" in admin.screen
    sheets = [REPORT, BY_REGION, BY_KIND, NOT_REPORTED, REMARKS]
    assert opened(admin).sheetnames == sheets
    await admin.says("/export цфо")
    assert names(admin) == ["Урок", "Ярмарка"]
    # The choice still stands: another district is one more press away.
    admin.phone.press(FEDERAL_DISTRICTS[None], chosen_from)
    await world.settled()
    assert names(admin) == ["Концерт"]
    assert texts.of_regions(WHOLE.counted, 1, of=4) in admin.screen


async def test_one_region_is_chosen_by_its_district(world: World) -> None:
    await reported(world)
    admin = await world.admin()
    await admin.says("/export")
    await admin.presses(texts.ONE_REGION, FEDERAL_DISTRICTS["ПФО"], DISTRICTS)
    await admin.presses(FEDERAL_DISTRICTS["ПФО"], region_by_code("59").name)
    assert names(admin) == ["Выставка"]
    stands = texts.report_state(ReportStatus.SUBMITTED)
    assert f"Пермский край\n{stands}\n{in_words(Part.SUBMITTED, 1, 3, 7)}" in admin.screen
    await admin.presses(texts.WHOLE)
    assert len(names(admin)) == 4


async def test_one_kind_is_exported_and_regions_stand_where_they_stood(world: World) -> None:
    await reported(world, submitted=False)
    admin = await world.admin()
    await admin.says("/export")
    await admin.presses(texts.ONE_KIND)
    assert admin.buttons == list(KINDS.values())
    await admin.presses(KINDS["fair"])
    assert (names(admin), names(admin, NOT_SUBMITTED)) == ([], ["Ярмарка"])
    held, nothing = texts.held(1, of=89), in_words(Part.SUBMITTED, 0, 0, 0)
    lines = f"{held}\n{nothing}\n{in_words(Part.UNSUBMITTED, 1, 1, 20)}"
    assert f"«{KINDS['fair']}»\n{lines}" in admin.screen
    summary = {row[1]: row for row in rows(opened(admin), BY_REGION)}
    assert summary["Белгородская область"][6:10] == (1, 1, 20, ReportStatus.IN_PROGRESS)
    assert summary["Пермский край"][6:10] == (0, 0, 0, ReportStatus.IN_PROGRESS)
    assert opened(admin).sheetnames == [REPORT, NOT_SUBMITTED, BY_REGION, BY_DISTRICT, REMARKS]


async def test_the_sums_stand_by_district_and_by_kind(world: World) -> None:
    anna, _, gleb = await reported(world, submitted=False)
    await submits(anna, gleb)
    admin = await world.admin()
    await admin.says("/export")
    documents = [message.document for message in admin.phone.messages if message.document]
    # As a program sees it that does not reckon, like the viewer of a phone.
    book = load_workbook(BytesIO(documents[-1].content), data_only=True)
    by_district = {row[1]: row[2:] for row in rows(book, BY_DISTRICT)}
    none = (0, 0, 0)
    assert by_district[FEDERAL_DISTRICTS["ЦФО"]] == (18, 1, 2, 4, 120, *none)
    assert by_district[FEDERAL_DISTRICTS["ПФО"]] == (14, 0, *none, 1, 3, 7)
    assert by_district[FEDERAL_DISTRICTS[None]] == (4, 1, 1, 3, 75, *none)
    by_kind = {row[1]: row[2:] for row in rows(book, BY_KIND)}
    assert by_kind[KINDS["fair"]] == (1, 1, 1, 20, 0, *none)
    assert by_kind[KINDS["exhibition"]] == (0, *none, 1, 1, 3, 7)
    # Every sum of the file is the caption's.
    submitted, unsubmitted = (3, 7, 195), (1, 3, 7)
    totals = {sheet: rows(book, sheet)[-1] for sheet in (BY_DISTRICT, BY_KIND, BY_REGION)}
    assert totals[BY_DISTRICT][2:] == (89, 2, *submitted, *unsubmitted)
    assert totals[BY_KIND][2:] == (None, *submitted, None, *unsubmitted)
    assert totals[BY_REGION][3:9] == (*submitted, *unsubmitted)
    assert in_words(Part.SUBMITTED, *submitted) in admin.screen
    assert in_words(Part.UNSUBMITTED, *unsubmitted) in admin.screen
    for sheet, sums in ((REPORT, submitted), (NOT_SUBMITTED, unsubmitted)):
        events = rows(book, sheet)[1:]
        numbers = [[int(str(row[column])) for row in events] for column in (4, 5)]
        assert (len(events), *map(sum, numbers)) == sums


async def test_remarks_stand_on_a_sheet_of_their_own(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna, "Урок")
    await world.event(anna, "Ярмарка", participants=1, times_held=5)
    await world.event(anna, "Статьи", kind="publication", publication_links=[])
    admin = await world.admin()
    await admin.says("/export")
    found = [row[1:] for row in rows(opened(admin), REMARKS)[1:]]
    assert [row[:4] for row in found] == [
        ("Белгородская область", 2, "Ярмарка", RemarkCategory.FEW_PARTICIPANTS),
        ("Белгородская область", 3, "Статьи", RemarkCategory.NO_LINKS),
    ]
    await admin.says("/export тульская")
    assert rows(opened(admin), REMARKS)[1][1] == NO_REMARKS


async def test_the_first_time_there_is_nothing_to_compare_with_and_all_is_sent(
    world: World,
) -> None:
    await reported(world)
    admin = await world.admin()
    await admin.says("/export 31")
    await admin.presses(texts.ONLY_CHANGES)
    assert admin.phone.messages[-2].text == texts.NOTHING_TO_COMPARE_WITH
    assert len(names(admin)) == 4
    await admin.presses(texts.ONLY_CHANGES)
    assert admin.toast == texts.nothing_changed(IN_THE_WEEK, [], MOSCOW)
    assert documents(admin) == 2


async def test_only_what_changed_since_my_last_export_is_sent(world: World) -> None:
    anna, vera, _ = await reported(world, submitted=False)
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await olga.says("/export")
    whole = olga.phone.last
    world.clock.pass_(hours=1)
    await anna.says("/events")
    await anna.presses("1. Урок", EDIT, field("participants").title)
    await anna.says("150")
    await anna.says("/events")
    await anna.presses("2. Ярмарка", saved_events.DELETE, saved_events.DELETE_SURE)
    await world.event(vera, "Форум", kind="forum")
    gone = await world.event(vera, "Ошибка")
    await vera.says("/events")
    deletes = saved_events.DELETE, saved_events.DELETE_SURE
    await vera.presses(f"{gone.number}. Ошибка", *deletes)
    await pavel.says("/export")  # another's export is not mine
    await olga.says("/export 31")  # nor is a part the whole
    olga.phone.press(texts.ONLY_CHANGES, whole)
    await world.settled()
    assert names(olga, NOT_SUBMITTED) == ["Урок", "Форум"]
    told = in_words(Part.UNSUBMITTED, 2, 6, 225)
    nothing = in_words(Part.SUBMITTED, 0, 0, 0)
    assert f"{texts.changed(Changes(1, 1, 1))}\n{nothing}\n{told}" in olga.screen
    assert opened(olga).sheetnames == [REPORT, NOT_SUBMITTED, REMARKS, CHANGES]
    first, *rest = changes(olga)
    participants = field("participants").title
    assert first == ("Урок", "Изменено", participants, "100", "150", "Анна")
    removed, added, wrong, wrong_removed = rest
    assert removed[:3] == ("Ярмарка", "Удалено", None)
    assert f"{participants}: 20" in str(removed[3])
    assert removed[4:] == (None, "Анна")
    assert added[:2] == ("Форум", "Добавлено")
    kind, name = f"{field('kind').title}: {KINDS['forum']}", f"{field('name').title}: Форум"
    assert f"{kind}\n{name}" in str(added[4])
    assert (wrong[1], wrong_removed[1]) == ("Добавлено", "Удалено")
    # Since the last whole export: asked for again it is the same, until the whole is taken.
    olga.phone.press(texts.ONLY_CHANGES, whole)
    await world.settled()
    assert names(olga, NOT_SUBMITTED) == ["Урок", "Форум"]
    await olga.presses(texts.WHOLE)
    # The daily table tells how much is new, and has the list of it behind a button.
    assert CHANGES not in opened(olga).sheetnames
    assert olga.screen.endswith(f": {texts.changed(Changes(1, 1, 1))}")
    new = texts.changes_since(IN_THE_WEEK, MOSCOW)
    await olga.presses(texts.ONLY_CHANGES)
    assert olga.toast == texts.nothing_changed(world.clock(), [], MOSCOW)
    await olga.presses(new)
    assert len(changes(olga)) == 5
    assert short_moment(IN_THE_WEEK, MOSCOW) in olga.screen
    await olga.presses(texts.AS_CSV)
    assert olga.screen.endswith(texts.rows_in_file(0)), "CSV has what is submitted"
    await olga.presses(texts.ONLY_REPORTS["unsubmitted"])
    assert [row[2] for row in csv_rows(olga)[1:]] == ["Урок", "Форум"]
    # Somebody else's export is none to compare with.
    olga_s = (await world.audit("export.made"))[0]
    await pavel.forges(f"export_part:2026::::1:0::{olga_s.id}")
    assert texts.NOTHING_TO_COMPARE_WITH in [each.text for each in pavel.phone.messages]
    await olga.says("/export")
    assert new not in olga.buttons, "nothing is new since the one before"


async def test_what_was_restored_counts_by_what_the_last_export_had_of_it(world: World) -> None:
    anna, olga = await world.coordinator("Белгородская область"), await world.admin()
    for name in ("Урок", "Ярмарка", "Форум"):
        await world.event(anna, name)
    deletes = saved_events.DELETE, saved_events.DELETE_SURE
    await anna.says("/events")
    await anna.presses("3. Форум", *deletes)
    deletion = anna.phone.last
    await olga.says("/export")
    whole = olga.phone.last
    await anna.says("/events")
    await anna.presses("2. Ярмарка", *deletes, RESTORE_EVENT)
    olga.phone.press(texts.ONLY_CHANGES, whole)
    await world.settled()
    assert olga.toast == texts.nothing_changed(IN_THE_WEEK, [], MOSCOW), "it is as it was"
    anna.phone.press(RESTORE_EVENT, deletion)
    await anna.says("/events")
    await anna.presses("1. Урок", *deletes, RESTORE_EVENT, EDIT, field("participants").title)
    await anna.says("150")
    olga.phone.press(texts.ONLY_CHANGES, whole)
    await world.settled()
    assert texts.changed(Changes(1, 1, 0)) in olga.screen
    done = [(row[0], row[1]) for row in changes(olga)]
    assert done.count(("Форум", "Восстановлено")) == 1
    forum = next(row for row in changes(olga) if row[0] == "Форум")
    assert f"{field('name').title}: Форум" in str(forum[4])


async def test_a_csv_file_of_everything_is_no_table_to_compare_with(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    admin = await world.admin()
    await world.event(anna, "Урок")
    await admin.says("/export csv")  # in which the unsubmitted lesson is not
    assert texts.AS_WORKBOOK in admin.buttons
    assert texts.WHOLE not in admin.buttons, "it would be the same file"
    await admin.says("/export изменения белгород csv")
    assert admin.phone.messages[-2].text == texts.NOTHING_TO_COMPARE_WITH
    assert names(admin, NOT_SUBMITTED) == ["Урок"], "the whole workbook, as was said"
    await world.event(anna, "Ярмарка")
    await admin.says("/export csv")
    await admin.says("/export изменения")
    assert names(admin, NOT_SUBMITTED) == ["Ярмарка"]
    made = await world.audit("export.made")
    assert [each.after and each.after["whole"] for each in made] == [False, True, False, False]
    # Older records call a CSV file whole.
    async with world.app.database.transaction() as session:
        csv_file = await session.get_one(AuditEntry, made[2].id)
        csv_file.after = {**(csv_file.after or {}), "whole": True}
    await admin.says("/export изменения")
    assert names(admin, NOT_SUBMITTED) == ["Ярмарка"]


async def test_reports_that_moved_to_another_sheet_are_named_beside_the_changes(
    world: World,
) -> None:
    anna, vera, gleb = await reported(world, submitted=False)
    admin = await world.admin()
    await admin.says("/export")
    whole = admin.phone.last
    await submits(vera)
    admin.phone.press(texts.ONLY_CHANGES, whole)
    await world.settled()
    moved = "Состояние отчёта изменилось у регионов"
    one = f"{moved}: 1 – Пермский край (сдан)"
    assert admin.screen.endswith(f"С тех пор мероприятия не менялись.\n{one}.")
    await admin.says("/export изменения цфо")
    assert admin.screen == texts.nothing_changed(IN_THE_WEEK, [], MOSCOW), "Perm is elsewhere"
    await world.event(anna, "Форум")
    await submits(anna, gleb)
    ivan = await world.coordinator("Тульская область", "Иван")
    await world.event(ivan)
    await submits(ivan)
    await admin.says("/export изменения")
    assert f"{moved}: 4 – " in admin.screen
    assert admin.screen.count("(сдан)") == 3
    assert " и ещё 1\n" in admin.screen
    await admin.says("/export")
    assert f"{moved}: 4 – " in admin.screen
    await admin.says("/export изменения")
    assert moved not in admin.screen, "from now on nothing has moved"


async def test_two_kinds_of_reports_at_once_are_answered_with_what_can_be_sent(
    world: World,
) -> None:
    admin = await world.admin()
    for typed in ("сданные несданные", "принятые, не сданные цфо", "csv excel"):
        await admin.says(f"/export {typed}")
        assert admin.screen == texts.ONE_PART_AT_A_TIME, typed
    assert documents(admin) == 0
    await admin.says("/export сданные, только сданные")
    assert documents(admin) == 1


async def test_an_export_that_did_not_arrive_is_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reported(world)
    admin = await world.admin()
    world.telegram.faults.order(ServerError(400, "Bad Request: no"), "sendDocument")
    await admin.says("/export")
    assert admin.screen == texts.WORKBOOK_FAILED
    with monkeypatch.context() as broken:
        broken.setattr("domain.export.export.write_workbook", Mock(side_effect=OSError))
        await admin.says("/export")
    assert await world.audit("export.made") == []
    await admin.says("/export")
    (made,) = await world.audit("export.made")
    assert made.person_id == admin.id
    assert made.after is not None
    assert (made.after["filter"], made.after["whole"]) == ({"year": 2026}, True)


async def test_a_change_that_was_being_saved_during_the_export_is_not_lost(world: World) -> None:
    await reported(world)
    admin = await world.admin()
    # A number of the trail that was given out, and committed only after the export.
    (added,) = (each for each in await world.audit("event.added") if each.subject_id == "2")
    async with world.app.database.transaction() as session:
        await session.delete(added)
    await admin.says("/export")
    async with world.app.database.transaction() as session:
        await session.merge(AuditEntry(**{key: getattr(added, key) for key in COLUMNS}))
    await admin.presses(texts.ONLY_CHANGES)
    assert names(admin) == ["Ярмарка"]


COLUMNS = [column.key for column in AuditEntry.__table__.columns]


async def test_csv_has_the_same_rows_with_the_kind_and_opens_by_a_double_click(
    world: World,
) -> None:
    anna, _, _ = await reported(world, submitted=False)
    await world.event(anna, "=1+1", organisation=" +7 800", video_links=["https://a.ru/1"] * 2)
    await submits(anna)
    admin = await world.admin()
    await admin.says("/export 31")
    await admin.presses(texts.AS_CSV)
    head, *events = csv_rows(admin)
    place = "Белгород, Школа № 5"
    link = "https://rskrf.ru/news"
    region = "Белгородская область"
    assert head == [*ANNEX, field("kind").title]
    assert events == [
        ["1", region, "Урок", place, "3", "100", link, "", "Сдан", KINDS["education"]],
        ["2", region, "Ярмарка", place, "1", "20", link, "", "Сдан", KINDS["fair"]],
        [
            *("3", region, "'=1+1", "Белгород,  +7 800", "3", "75", link),
            *("https://a.ru/1\nhttps://a.ru/1", "Сдан", KINDS["education"]),
        ],
    ]
    told = f"{in_words(Part.SUBMITTED, 3, 7, 195)}\n{texts.rows_in_file(3)}"
    assert admin.screen.endswith(told)
    await admin.presses(texts.AS_WORKBOOK)
    assert names(admin) == ["Урок", "Ярмарка", "=1+1"]


async def test_who_exported_what_and_when_is_told(world: World) -> None:
    await reported(world)
    olga, pavel = await world.admin(), await world.admin("<b>Павел</b>", which=1)
    await olga.says("/export")
    world.clock.pass_(minutes=5)
    await pavel.says("/export 31")
    await pavel.presses(texts.AS_CSV, texts.ONLY_REPORTS["accepted"], texts.WHO_EXPORTED)
    later, belgorod = world.clock(), ExportFilter(region_code="31")
    accepted = belgorod.model_copy(update={"format": "csv", "reports": "accepted"})
    exports = (
        PastExport(later, "<b>Павел</b>", accepted, events=0),
        PastExport(later, "<b>Павел</b>", belgorod.model_copy(update={"format": "csv"}), events=2),
        PastExport(later, "<b>Павел</b>", belgorod, events=2),
        PastExport(IN_THE_WEEK, "Ольга Админ", ExportFilter(), events=4),
    )
    told = texts.who_exported(exports, campaign=await world.campaign(), zone=MOSCOW)
    assert pavel.screen == plain(told)


async def test_a_long_list_of_exports_with_the_longest_names_fits_a_message(world: World) -> None:
    admin = await world.admin("Я" * 140)
    await admin.says("/export")
    (made,) = await world.audit("export.made")
    async with world.app.database.transaction() as session:
        for number in range(30):
            copied = {key: getattr(made, key) for key in COLUMNS if key != "id"}
            longest = {"district": "УФО", "region_code": "86", "kind": "world_forum"}
            key = "filter" if number % 2 else "cut"  # as older rows have it
            copied["after"] = {"events": 4, key: {"year": 2026, "format": "csv", **longest}}
            session.add(AuditEntry(**{**copied, "id": 100_000 + number}))
    await admin.presses(texts.WHO_EXPORTED)
    assert admin.screen.count("Ханты-Мансийский") == 20


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("export_part:2026:::nonsense:0:0::0", texts.NO_SUCH_TABLE),
        ("export_part:2026:Марс:::0:0::0", texts.NO_SUCH_TABLE),
        ("export_part:2026::99::0:0::0", texts.NO_SUCH_TABLE),
        ("export_part:1999::::0:0::0", texts.no_such_year(1999, [2026])),
        ("export_campaign:1999", texts.no_such_year(1999, [2026])),
        ("export_log:1999", texts.no_such_year(1999, [2026])),
        ("export_part:2026::::2:0::0", STALE_BUTTON),
        ("export_part:2026::::0:0:lost:0", STALE_BUTTON),
        ("export_part:2026::::1:0::99999999999999999999", STALE_BUTTON),
        ("export_part:2026::::0:0", STALE_BUTTON),  # from before there were filters of reports
        ("export_by:nonsense:2026:", STALE_BUTTON),
    ],
)
async def test_a_forged_button_is_answered_with_a_sentence(
    world: World, data: str, told: str
) -> None:
    admin = await world.admin()
    await admin.forges(data)
    assert admin.toast == told
    assert documents(admin) == 0
    assert await world.set_aside() == 0


async def test_a_kind_a_format_and_what_changed_may_be_typed_too(world: World) -> None:
    await reported(world)
    admin = await world.admin()
    await admin.says("/export изменения")
    assert admin.phone.messages[-2].text == texts.NOTHING_TO_COMPARE_WITH
    await admin.says("/export только изменения")
    assert admin.screen == texts.nothing_changed(IN_THE_WEEK, [], MOSCOW)
    for typed, found in (
        ("уроки", ["Урок"]),
        ("белгородская ярмарки 2026", ["Ярмарка"]),
        ("Круглый стол", []),
        ("конкурсы цфо", []),
    ):
        await admin.says(f"/export {typed}")
        assert names(admin) == found, typed
    await admin.says("/export csv, уроки")
    assert [row[2] for row in csv_rows(admin)[1:]] == ["Урок"]
    # Nothing of it is lost where the region has to be chosen.
    await admin.says("/export новгород ярмарки csv")
    await admin.presses(region_by_code("53").name)
    assert csv_rows(admin)[1:] == []
    assert KINDS["fair"] in admin.screen


async def test_a_region_that_does_not_exist_is_answered_with_what_to_send(world: World) -> None:
    admin = await world.admin()
    await admin.forges("export_region::99:2026:::0:0")
    assert admin.screen == texts.REGION_NOT_FOUND
    await admin.presses(DISTRICTS)
    assert len(admin.buttons) == 9


async def test_nobody_but_an_admin_gets_anything_by_these_buttons(world: World) -> None:
    anna, _, _ = await reported(world)
    stranger = world.stranger()
    await stranger.says("/start")
    for someone in (anna, stranger):
        before = documents(someone)
        for data in (
            "export_part:2026::31::0:0::0",
            "export_part:2026::::1:1:submitted:0",
            "export_by:region:2026:",
            "export_region:ЦФО::2026:::0:0",
            "export_region::31:2026:accepted::0:0",
            "export_campaign:2026",
            "export_log:2026",
        ):
            await someone.forges(data)
            assert someone.toast == STALE_BUTTON
        assert documents(someone) == before
    assert await world.audit("export.made") == []


async def test_an_old_year_is_exported_with_its_own_buttons(world: World) -> None:
    await reported(world)
    now = await world.campaign()
    async with world.app.database.transaction() as session:
        dates = {key: getattr(now, key) for key in ("week_start", "week_end", "day", "deadline")}
        old = Campaign(year=2025, title="Неделя качества 2025", **dates)
        session.add(old)
        await session.flush()
        (event,) = await session.scalars(select(Event).where(Event.name == "Урок"))
        event.campaign_id = old.id
    admin = await world.admin()
    await admin.forges("export_campaign:2025")
    assert names(admin, NOT_SUBMITTED) == ["Урок"]
    assert "Неделя качества 2025" in admin.screen
    region = FEDERAL_DISTRICTS["ЦФО"], region_by_code("31").name
    await admin.presses(texts.ONE_REGION, *region)
    assert names(admin, NOT_SUBMITTED) == ["Урок"]
    await admin.presses(texts.AS_CSV, texts.ONLY_REPORTS["unsubmitted"])
    assert [row[2] for row in csv_rows(admin)[1:]] == ["Урок"]
    for asked in ("белгород 2025", "2025 Белгород", "ЦФО за 2025 год", "2025 г., 31 несданные"):
        await admin.says(f"/export {asked}")
        assert names(admin, NOT_SUBMITTED) == ["Урок"], asked
        assert "Неделя качества 2025" in admin.screen
    await admin.says("/export 2024 белгород")
    assert admin.screen == texts.no_such_year(2024, [2026, 2025])
    await admin.says("/export")
    assert names(admin) == ["Ярмарка", "Концерт", "Выставка"]
    assert "С прошлого раза" not in admin.screen, "the other year's export is no measure"


async def test_the_summary_shows_what_was_accepted_returned_and_late(world: World) -> None:
    anna, vera, gleb = await reported(world, submitted=False)
    ivan = await world.coordinator("Тульская область", "Иван")
    await world.event(ivan)
    admin = await world.admin()
    campaign = await world.campaign()
    async with world.app.database.transaction() as session:

        def state(by: Someone, code: str, what: ReportState, **more: Any) -> RegionReport:
            return RegionReport(
                campaign_id=campaign.id,
                region_code=code,
                state=what,
                changed_at=DEADLINE,
                changed_by=by.id,
                **more,
            )

        late = world.clock.at.replace(year=2027)
        submitted, on_time = ReportState.SUBMITTED, world.clock.at
        session.add_all(
            [
                state(anna, "31", submitted, submitted_at=on_time, accepted_at=DEADLINE),
                state(vera, "59", ReportState.RETURNED, submitted_at=on_time, returned_at=DEADLINE),
                state(gleb, "93", submitted, submitted_at=late, returned_at=on_time),
                state(ivan, "71", submitted, submitted_at=late),
                Extension(
                    campaign_id=campaign.id,
                    region_code="71",
                    until=late,
                    reason="Паводок",
                    granted_by=admin.id,
                    granted_at=on_time,
                ),
                Extension(
                    campaign_id=campaign.id,
                    region_code="77",
                    until=late,
                    reason="Паводок",
                    granted_by=admin.id,
                    granted_at=on_time,
                ),
            ]
        )
    world.clock.at = DEADLINE
    world.clock.pass_(days=1)
    await admin.says("/export")
    summary = {row[1]: row[9:11] for row in rows(opened(admin), BY_REGION)}
    silent, corrected = ReportStatus.NOT_BEGUN, "Сдан с опозданием, исправлен"
    assert summary["Белгородская область"] == ("Принят", "В срок")
    assert summary["Пермский край"] == (ReportStatus.RETURNED, "В срок")
    assert summary["Донецкая Народная Республика"] == (corrected, "После срока")
    assert summary["Тульская область"] == (ReportStatus.SUBMITTED, "В срок (продлён)")
    assert summary["Москва"] == (silent, "Продлён до 11.11.2027")
    assert summary["Тверская область"] == (silent, "Срок прошёл")
    # So says the row of each event, too; and a filter leaves those that stand so.
    states = {row[2]: row[8] for row in rows(opened(admin), REPORT)[1:]}
    accepted = {"Урок": "Принят", "Ярмарка": "Принят"}
    assert states == {**accepted, "Концерт": corrected, "Урок качества": "Сдан"}
    assert [row[0] for row in rows(opened(admin), REPORT)[1:]] == [1, 2, 3, 4]
    assert [row[::8] for row in rows(opened(admin), NOT_SUBMITTED)[1:]] == [(1, "Возвращён")]
    await admin.presses(texts.ONLY_REPORTS["accepted"])
    assert names(admin) == ["Урок", "Ярмарка"]
    assert "Принято отчётов: 1 из 89\nПринято – мероприятий: 2" in admin.screen
    assert opened(admin).sheetnames == [REPORT, BY_REGION, BY_DISTRICT, BY_KIND, REMARKS]
    assert [row[1] for row in rows(opened(admin), BY_REGION)[1:-1]] == ["Белгородская область"]
    assert rows(opened(admin), BY_DISTRICT)[1][2:] == (18, 1, 2, 4, 120), "Tula is not accepted"
    # Filters combine, by buttons and typed.
    await admin.presses(texts.ONE_DISTRICT)
    assert REPORTS["accepted"] in admin.screen
    await admin.presses(FEDERAL_DISTRICTS["ЦФО"], texts.ONLY_REPORTS["submitted"])
    assert names(admin) == ["Урок", "Ярмарка", "Урок качества"]
    for typed, found in (
        ("принятые", ["Урок", "Ярмарка"]),
        ("Только сданные ДНР", ["Концерт"]),
        ("тульская, принятые", []),
        ("2026 сданные отчёты цфо", ["Урок", "Ярмарка", "Урок качества"]),
    ):
        await admin.says(f"/export {typed}")
        assert names(admin) == found
        if not found:  # a total of no rows is a number: a formula would take itself in
            assert rows(opened(admin), BY_REGION)[-1][3:6] == (0, 0, 0)
    await admin.says("/export не сданные")
    assert opened(admin).sheetnames[0] == NOT_SUBMITTED
    assert names(admin, NOT_SUBMITTED) == ["Выставка"]
    await admin.says("/export не принятые")
    assert admin.screen == texts.REGION_NOT_FOUND, "and not the accepted ones"
    await admin.says("/history")
    assert "2026 год, несданные отчёты" in admin.screen
    await admin.says("/export принятые алтай")
    await admin.presses("Алтайский край")
    assert "Алтайский край, только принятые отчёты" in admin.screen


async def test_how_far_it_is_is_told_while_rows_are_written(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reported(world)
    monkeypatch.setattr("domain.progress.EVERY", 2)
    for format_ in ("xlsx", "csv"):
        told: list[int] = []
        await world.app.database.read(
            partial(
                make_export,
                path=tmp_path / f"table.{format_}",
                export_filter=ExportFilter.model_validate({"format": format_}),
                zone=MOSCOW,
                now=world.clock(),
                on_progress=told.append,
            )
        )
        assert told == [2, 4]
