"""/export: the ministry's spreadsheet, asked for in the chat and opened."""

from io import BytesIO
from unittest.mock import Mock

import pytest
from openpyxl import Workbook, load_workbook

from domain.campaigns.campaigns import add_campaign, season
from domain.export import summary_sheets
from domain.export.check_and_change_sheets import REMARKS
from domain.export.events_sheet import NOT_SUBMITTED, REPORT, columns
from domain.export.filters import ExportFilter
from domain.export.not_reported_sheet import NOBODY, NOT_REPORTED
from domain.regions.directory import region_by_code
from domain.reports.state import ReportStatus
from domain.reports.sums import Part, Sums
from handlers import menu, phrases
from handlers.event_form.texts import saved_events
from handlers.event_form.texts.form import kind_button
from handlers.export import texts
from handlers.formatting import part_line
from tests import broadcasts
from tests.handlers.event_form.test_form_answers import STRANGE_TEXTS
from tests.world import DEADLINE, MOSCOW, Someone, World, plain

ANNEX = (*(column.title for column in columns()), "Состояние отчёта")


def opened(admin: Someone) -> Workbook:
    """The newest document in the chat."""
    documents = [message.document for message in admin.phone.messages if message.document]
    return load_workbook(BytesIO(documents[-1].content))


async def submits(*people: Someone) -> None:
    """Each of them their region's report."""
    for someone in people:
        await someone.says("/report")
        await someone.presses(phrases.SUBMIT_REPORT)


def rows(workbook: Workbook, sheet: str) -> list[tuple[object, ...]]:
    return list(workbook[sheet].iter_rows(values_only=True))


async def test_the_opened_workbook_equals_what_was_typed(world: World) -> None:
    vera = await world.coordinator("Тульская область", "Вера")
    anna = await world.coordinator("Белгородская область")
    await vera.reports(name="Ярмарка", city="Тула", organisation="Кремль", participants="9000")
    await anna.reports(
        name="Урок качества",
        publications="rskrf.ru/a https://vk.com/wall-1_2",
        videos="минпромторг.рф/видео",
    )
    await anna.reports(name="Выставка", times_held="1", participants="1 200 чел.")
    await submits(vera, anna)
    admin = await world.admin()
    await admin.says("/export")
    assert [row[: len(ANNEX)] for row in rows(opened(admin), REPORT)] == [
        ANNEX,
        (
            1,
            "Белгородская область",
            "Урок качества",
            "Белгород, Школа № 5",
            3,
            120,
            "https://rskrf.ru/a\nhttps://vk.com/wall-1_2",
            "https://минпромторг.рф/видео",
            "Сдан",
        ),
        (2, "Белгородская область", "Выставка", "Белгород, Школа № 5", 1, 1200, None, None, "Сдан"),
        (3, "Тульская область", "Ярмарка", "Тула, Кремль", 3, 9000, None, None, "Сдан"),
    ]
    links = [cell.hyperlink and cell.hyperlink.target for cell in opened(admin)[REPORT][2]]
    video = "https://xn--c1ajlbegbfjdu.xn--p1ai/%D0%B2%D0%B8%D0%B4%D0%B5%D0%BE"
    assert [link for link in links if link] == [
        "https://rskrf.ru/a",
        "https://vk.com/wall-1_2",
        video,
    ]


async def test_strange_text_reaches_the_workbook_unharmed_and_is_no_formula(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    for text in STRANGE_TEXTS:
        await anna.reports(name=text, city=text.replace(",", ""), organisation=text)
    await submits(anna)
    admin = await world.admin()
    await admin.says("/export")
    sheet = opened(admin)[REPORT]
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == list(STRANGE_TEXTS)
    assert {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row[2:4]} == {"s"}


async def test_the_caption_tells_the_figures_and_nothing_is_left_of_the_progress(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.reports(times_held="3", participants="1200")
    await submits(anna)
    admin = await world.admin()
    before = len(admin.phone.messages)
    await admin.says("/export")
    submitted = plain(part_line(Part.SUBMITTED, Sums(1, 3, 1200)))
    assert f"{texts.of_regions(ExportFilter().counted, 1, of=89)}\n{submitted}" in admin.screen
    assert len(admin.phone.messages) == before + 2, "the command and the document"
    sent = [call.method for call in world.telegram.journal.calls()]
    assert "sendChatAction" in sent, "progress is shown while the workbook is made"


async def test_the_summary_shows_all_regions_and_the_silent_ones_stand_apart(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.reports(participants="120")
    await submits(anna)
    vera = await world.coordinator("Тульская область", "Вера")
    await vera.reports()
    await world.coordinator("Москва", "Глеб")
    admin = await world.admin()
    await admin.says("/export")
    book = opened(admin)
    summary = rows(book, summary_sheets.BY_REGION)
    assert len(summary) == 1 + 89 + 1
    by_name = {row[1]: row for row in summary}
    none = [None] * 3
    assert by_name["Белгородская область"][3:10] == (1, 3, 120, *none, ReportStatus.SUBMITTED)
    assert by_name["Тульская область"][3:10] == (*none, 1, 3, 120, ReportStatus.IN_PROGRESS)
    assert by_name["Москва"][3:10] == (*none, 0, 0, 0, ReportStatus.NOT_BEGUN)
    silent = {row[1]: row for row in rows(book, NOT_REPORTED)[1:]}
    assert len(silent) == 88
    tula, donetsk = (region_by_code(code) for code in ("71", "93"))
    never = "Вера: сообщений не было"
    assert silent[tula.name][2:] == (ReportStatus.IN_PROGRESS, never, "да", 1, 0, tula.delivery)
    assert silent[donetsk.name][3:] == (NOBODY, NOBODY, 0, 0, donetsk.delivery)


async def test_whoever_has_not_reported_stands_with_when_they_were_told_and_what_is_unfinished(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    vera = await world.coordinator("Белгородская область", "Вера")
    gleb = await world.coordinator("Тульская область", "Глеб")
    await anna.says("/new")
    await anna.presses(kind_button("fair"))
    await vera.blocks()
    admin = await world.admin()
    reminded = DEADLINE.replace(day=26, hour=10, minute=5)
    await world.remind(reminded)
    world.clock.pass_(hours=1)
    await admin.says("/export")
    silent = {row[1]: row[3:7] for row in rows(opened(admin), NOT_REPORTED)[1:]}
    told = f"{reminded:%d.%m.%Y %H:%M}"
    contacts = f"Анна: {told}\nВера (бот заблокирован): сообщений не было"
    assert silent["Белгородская область"] == (contacts, "не всем", 0, 1)
    # A message of the ministry counts as well; one that did not arrive does not.
    await gleb.blocks()
    world.clock.pass_(hours=2)
    await broadcasts.begins(admin)
    await world.mail()
    await admin.says("/export")
    silent = {row[1]: row[3:7] for row in rows(opened(admin), NOT_REPORTED)[1:]}
    assert f"Анна: {world.clock.at:%d.%m.%Y %H:%M}\n" in str(silent["Белгородская область"][0])
    assert silent["Тульская область"] == (f"Глеб (бот заблокирован): {told}", "нет", 0, 0)


async def test_a_years_table_is_exported_or_it_is_told_which_years_there_are(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna, "Урок")
    async with world.app.database.transaction() as session:
        await add_campaign(session, 2027, season(2027, MOSCOW), by=None, now=world.clock())
    admin = await world.admin()
    await admin.says("/export 2026")
    assert [row[2] for row in rows(opened(admin), NOT_SUBMITTED)[1:]] == ["Урок"]
    assert texts.ON_SHEET in admin.screen
    await admin.says("/export 2025")
    assert admin.screen == texts.no_such_year(2025, [2027, 2026])
    assert "/export 2026" in admin.screen


async def test_deleted_events_are_not_in_the_workbook(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.reports(name="Урок")
    await anna.reports(name="Ярмарка")
    await anna.presses(phrases.MY_EVENTS, "1. Урок", saved_events.DELETE, saved_events.DELETE_SURE)
    await submits(anna)
    admin = await world.admin()
    await admin.says("/export")
    assert [row[2] for row in rows(opened(admin), REPORT)[1:]] == ["Ярмарка"]


@pytest.mark.parametrize("named", ["белгород", "31", "Белгродская"])
async def test_one_region_is_exported_by_a_part_of_its_name_or_its_code(
    world: World, named: str
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.reports(name="Урок")
    vera = await world.coordinator("Тульская область", "Вера")
    await vera.reports(name="Ярмарка")
    await submits(anna, vera)
    admin = await world.admin()
    await admin.says(f"/export {named}")
    assert [row[2] for row in rows(opened(admin), REPORT)[1:]] == ["Урок"]
    assert opened(admin).sheetnames == [
        REPORT,
        summary_sheets.BY_REGION,
        summary_sheets.BY_KIND,
        REMARKS,
    ]
    assert "Белгородская область" in admin.screen


async def test_an_unclear_region_is_chosen_by_button(world: World) -> None:
    admin = await world.admin()
    await admin.says("/export алтай")
    assert sorted(admin.buttons) == ["Алтайский край", "Республика Алтай"]
    await admin.presses(region_by_code("22").name)
    assert "Алтайский край" in admin.screen
    assert rows(opened(admin), REPORT) == [ANNEX]


async def test_an_unknown_region_is_answered_with_what_to_send(world: World) -> None:
    admin = await world.admin()
    await admin.says("/export Атлантида")
    assert admin.screen == texts.REGION_NOT_FOUND


async def test_coordinators_and_strangers_get_no_workbook(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    stranger = world.stranger()
    for someone in (anna, stranger):
        await someone.says("/export", "/export 31", str(menu.EXPORT.label))
        someone.phone.forge("export_region::31", someone.phone.last)
        await world.settled()
        assert not any(message.document for message in someone.phone.messages)


async def test_the_export_works_after_the_deadline_too(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.reports(name="Урок")
    world.clock.at = DEADLINE
    world.clock.pass_(days=10)
    admin = await world.admin()
    await admin.says("/export")
    assert len(rows(opened(admin), NOT_SUBMITTED)) == 2


async def test_two_impatient_exports_give_two_documents(world: World) -> None:
    admin = await world.admin()
    await admin.phone.says("/export")
    await admin.phone.says("/export")
    await world.settled()
    assert sum(message.document is not None for message in admin.phone.messages) == 2


async def test_a_workbook_that_cannot_be_made_is_told_in_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = await world.admin()
    for error in (OSError("No space left on device"), RuntimeError("a defect")):
        monkeypatch.setattr("domain.export.export.write_workbook", Mock(side_effect=error))
        await admin.says("/export")
        assert admin.screen == texts.WORKBOOK_FAILED
