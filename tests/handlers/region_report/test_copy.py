"""«Таблица (Excel)»: a coordinator has a copy of the report, before it is submitted and after."""

from io import BytesIO

from openpyxl import load_workbook

from domain.campaigns.campaigns import add_campaign, current_campaign, season
from domain.export.events_sheet import REPORT, columns
from handlers import phrases
from handlers.callbacks import CopyReport
from handlers.formatting import short_deadline, sums
from handlers.menu import EXPORT
from handlers.on_behalf import REPORT_FOR_REGION
from handlers.region_report import texts
from sandbox.chats import Message
from tests.world import DEADLINE, MOSCOW, Someone, World

DOWNLOAD = phrases.DOWNLOAD_REPORT


def newest_file(someone: Someone) -> Message:
    return [message for message in someone.phone.messages if message.document][-1]


def table(someone: Someone) -> list[tuple[object, ...]]:
    """The rows of their newest file, which has the one sheet."""
    document = newest_file(someone).document
    assert document is not None
    workbook = load_workbook(BytesIO(document.content))
    assert workbook.sheetnames == [REPORT]
    return list(workbook[REPORT].iter_rows(values_only=True))


async def presses_on_receipt(someone: Someone) -> None:
    """That their report is submitted, however long ago they were told."""
    receipt = next(each for each in someone.phone.messages if "Отчёт сдан" in each.text)
    someone.phone.press(DOWNLOAD, receipt)
    await someone.waits()


async def test_the_copy_is_the_annex_with_the_regions_events_and_where_they_stand(
    world: World,
) -> None:
    olga, vera = await world.admin(), await world.coordinator("Тульская область", "Вера")
    anna = await world.coordinator("Камчатский край")
    await world.event(vera, "Ярмарка", participants=9000)
    await world.event(anna, "Урок", times_held=3, participants=1200)
    await world.event(anna, "Выставка", times_held=1, participants=50)
    await anna.says("/new", "1")
    before = await anna.says("/report")
    await anna.presses(DOWNLOAD)
    head, *events = table(anna)
    annex = tuple(column.title for column in columns())
    assert head[: len(annex) + 1] == (*annex, "Состояние отчёта")
    assert [(row[1], row[2], row[8]) for row in events] == [
        ("Камчатский край", "Урок", "Заполняется"),
        ("Камчатский край", "Выставка", "Заполняется"),
    ]
    caption = newest_file(anna).text
    assert caption.split("\n") == [
        "Камчатский край. Отчёт о Неделе качества 2026",
        "Состояние отчёта на 11.11.2026, 21:00 (местное время): заполняется",
        texts.copy.NOT_SUBMITTED,
        *sums(2, 4, 1250).split("\n"),
        texts.report.left_out(1),
    ]
    document = newest_file(anna).document
    assert document is not None
    name = "Камчатский край. Отчёт о Неделе качества 2026 (11.11.2026).xlsx"
    assert document.name == name
    assert before.text in [message.text for message in anna.phone.messages], "it is not replaced"
    assert texts.copy.MAKING not in [message.text for message in anna.phone.messages]

    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    assert texts.report.TO_DRAFT in anna.buttons
    await anna.presses(texts.report.SUBMIT_ANYWAY, DOWNLOAD)
    assert {row[8] for row in table(anna)[1:]} == {"Сдан"}
    assert ": сдан\n" in newest_file(anna).text
    assert texts.copy.NOT_SUBMITTED not in newest_file(anna).text
    await olga.says("/status камчатский")
    await olga.presses(phrases.REGION_REPORT, phrases.ACCEPT_REPORT)
    await presses_on_receipt(anna)
    assert ": принят\n" in newest_file(anna).text
    assert await world.audit("export.made") == [], "it is no export of the ministry's"
    assert await world.set_aside() == 0


async def test_there_is_a_copy_after_the_deadline_after_the_closing_and_next_year(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna, "Урок")
    world.clock.at = DEADLINE
    world.clock.pass_(hours=10)
    await anna.says("/report")
    await anna.presses(DOWNLOAD)
    assert ": заполняется\n" in newest_file(anna).text
    await anna.presses(phrases.SUBMIT_LATE)
    await anna.presses(DOWNLOAD)
    assert ": сдан с опозданием\n" in newest_file(anna).text
    async with world.app.database.transaction() as session:
        (await current_campaign(session)).closed_at = world.clock()
    await anna.says("/report")
    await anna.presses(DOWNLOAD)
    assert table(anna)[1][2] == "Урок"
    world.clock.pass_(days=330)
    async with world.app.database.transaction() as session:
        await add_campaign(session, 2027, season(2027, MOSCOW), by=None, now=world.clock())
    await world.event(anna, "Новый урок")
    await presses_on_receipt(anna)
    assert [row[2] for row in table(anna)[1:]] == ["Урок"], "the receipt is of its own year"
    assert "Неделе качества 2026" in newest_file(anna).text
    assert short_deadline(world.clock(), MOSCOW) in newest_file(anna).text


async def test_where_there_is_nothing_to_copy_a_sentence_says_so(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    assert DOWNLOAD not in anna.buttons
    await anna.forges(CopyReport(year=2026).pack())
    assert anna.toast == texts.copy.NOTHING_SAVED
    await anna.forges(CopyReport(year=2019).pack())
    assert anna.toast == texts.copy.NO_SUCH_YEAR
    await anna.presses(phrases.ZERO_REPORT, texts.report.ZERO_SURE)
    await anna.forges(CopyReport(year=2026).pack())
    assert anna.toast == texts.copy.NO_EVENTS_REPORTED
    assert [message for message in anna.phone.messages if message.document] == []


async def test_an_admin_who_reports_for_a_region_has_its_copy_and_exports_as_before(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    vera = await world.coordinator("Тульская область", "Вера")
    await world.event(anna, "Урок")
    await world.event(vera, "Ярмарка")
    await olga.says("/status тула")
    await olga.presses(REPORT_FOR_REGION)
    await olga.presses(DOWNLOAD)
    assert [row[1:3] for row in table(olga)[1:]] == [("Тульская область", "Ярмарка")]
    await olga.forges(CopyReport(year=2026).pack())
    assert len([message for message in olga.phone.messages if message.document]) == 1
    await olga.says(f"/{EXPORT.command}")
    assert "С прошлого раза" not in olga.screen, "the copy is nothing to compare an export with"
    assert await world.set_aside() == 0
