"""The receipt of a submitted report: its number, the time, and the file as it was submitted, also
when the report has changed since."""

import asyncio
from io import BytesIO

from openpyxl import load_workbook
from sqlalchemy import delete, select

from domain.export.events_sheet import REPORT
from domain.people.redaction import NAMELESS
from handlers import phrases
from handlers.callbacks import EditEvent, SubmittedFile
from handlers.formatting import sums
from handlers.on_behalf import REPORT_FOR_REGION
from handlers.people import texts as people_texts
from handlers.region_report import texts
from models import Person, Submission
from tests.world import DEADLINE, Someone, World

SUBMIT, AS_SUBMITTED = phrases.SUBMIT_REPORT, phrases.AS_SUBMITTED


def files(someone: Someone) -> list[bytes]:
    """All that were sent to them, in order."""
    documents = [message.document for message in someone.phone.messages]
    return [document.content for document in documents if document]


def rows(file: bytes) -> list[tuple[object, object, object]]:
    """Name, participants and state of each event."""
    sheet = load_workbook(BytesIO(file))[REPORT]
    return [(row[2], row[5], row[8]) for row in list(sheet.iter_rows(values_only=True))[1:]]


def caption(someone: Someone) -> str:
    """That of their newest file."""
    return [message for message in someone.phone.messages if message.document][-1].text


async def submits(someone: Someone) -> None:
    await someone.says("/report")
    await someone.presses(SUBMIT)


async def test_a_receipt_has_a_number_both_times_and_the_file(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Камчатский край")
    await world.event(anna, "Урок", participants=1200)
    await submits(anna)
    told = "Номер отчёта: 41-2026/1, сдан 11.11.2026 в 21:00 (местное время), 11.11.2026 в 12:00"
    assert f"{told} (мск).\n{texts.submitted.FILE_FOLLOWS}" in anna.screen
    (file,) = files(anna)
    assert rows(file) == [("Урок", 1200, "Сдан")]
    assert f"{AS_SUBMITTED}. {told} (мск)." in caption(anna)
    assert sums(1, 3, 1200) in caption(anna)
    document = anna.phone.messages[-1].document
    assert document is not None
    name = "Камчатский край. Отчёт о Неделе качества 2026, сдан под № 41-2026-1.xlsx"
    assert document.name == name
    await olga.says("/status камчат")
    assert "Номер отчёта: 41-2026/1" in olga.screen
    await olga.says("/history камчат")
    assert "Номер отчёта: 41-2026/1" in olga.screen


async def test_the_file_stays_as_it_was_submitted_whatever_changes_and_whoever_restarts(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    event = await world.event(anna, "Урок", participants=75)
    await submits(anna)
    (first,) = files(anna)
    await anna.presses(phrases.REOPEN_REPORT)
    await anna.forges(EditEvent(event=event.id, field="participants").pack())
    await anna.says("90")
    await world.event(anna, "Ярмарка")
    await anna.says("/report")
    world.clock.pass_(days=1)
    await world.stop_bot()
    await world.start_bot()
    await anna.presses(AS_SUBMITTED)
    assert files(anna)[-1] == first, "to the byte"
    await submits(anna)
    assert "Номер отчёта: 31-2026/2, " in anna.screen
    assert rows(files(anna)[-1]) == [("Урок", 90, "Сдан"), ("Ярмарка", 75, "Сдан")]
    await anna.forges(SubmittedFile(year=2026, number=1).pack())
    assert files(anna)[-1] == first, "an old receipt keeps its own"
    assert await world.set_aside() == 0


async def test_a_second_tap_and_two_at_once_give_one_number(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    peter = await world.coordinator("Белгородская область", "Пётр")
    await world.event(anna)
    for each in (anna, peter):
        await each.says("/report")
    await asyncio.gather(anna.presses(SUBMIT), peter.presses(SUBMIT))
    for each in (anna, peter):
        assert "Номер отчёта: 31-2026/1, " in each.screen
    assert len(files(anna)) + len(files(peter)) == 1
    assert len(await world.rows(select(Submission))) == 1


async def test_of_a_zero_report_there_is_a_number_and_no_file(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT, texts.report.ZERO_SURE)
    assert "Номер отчёта: 31-2026/1, сдан 11.11.2026 в 12:00 (мск)." in anna.screen
    assert texts.submitted.FILE_FOLLOWS not in anna.screen
    assert AS_SUBMITTED not in anna.buttons
    await anna.forges(SubmittedFile(year=2026, number=1).pack())
    assert anna.toast == texts.copy.NO_EVENTS_REPORTED
    assert files(anna) == []


async def test_a_late_report_says_so_in_its_receipt_and_in_its_file(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    world.clock.at = DEADLINE
    world.clock.pass_(hours=10)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_LATE)
    assert "Номер отчёта: 31-2026/1, сдан с опозданием 30.11.2026 в 9:59 (мск)." in anna.screen
    assert rows(files(anna)[-1])[0][2] == "Сдан с опозданием"


async def test_an_admin_who_submits_for_a_region_has_the_receipt_and_the_region_its_number(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Тульская область")
    await world.event(anna, "Урок")
    await olga.says("/status тула")
    await olga.presses(REPORT_FOR_REGION, SUBMIT)
    assert "Номер отчёта: 71-2026/1, " in olga.screen
    (file,) = files(olga)
    assert "Номер отчёта: 71-2026/1, " in anna.phone.last.text
    await anna.says("/report")
    await anna.presses(AS_SUBMITTED)
    assert files(anna) == [file]
    await olga.says("/status тула")
    await olga.presses(phrases.REGION_REPORT, AS_SUBMITTED)
    assert files(olga) == [file, file]


async def test_what_was_submitted_before_files_were_kept_is_told_kindly_and_counted(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await submits(anna)
    async with world.app.database.transaction() as session:
        await session.execute(delete(Submission))
    await anna.says("/report")
    await anna.presses(AS_SUBMITTED)
    assert anna.toast == texts.submitted.NOT_KEPT
    await anna.presses(phrases.REOPEN_REPORT)
    assert AS_SUBMITTED not in anna.buttons
    await anna.presses(SUBMIT)
    assert "Номер отчёта: 31-2026/2, " in anna.screen


async def test_nobody_gets_a_neighbours_file(world: World) -> None:
    anna, vera = await world.coordinator("Белгородская область"), await world.coordinator("Тула")
    await world.event(anna)
    await submits(anna)
    await vera.says("/report")
    await vera.forges(SubmittedFile(year=2026, number=1).pack())
    assert vera.toast == texts.submitted.NOT_KEPT
    await vera.forges(SubmittedFile(year=2019, number=1).pack())
    assert vera.toast == texts.copy.NO_SUCH_YEAR
    assert files(vera) == []


async def test_an_erased_persons_name_is_on_no_submission(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область", "Анна")
    await world.event(anna, "Урок Анны")
    await submits(anna)
    await olga.says("/people анна")
    await olga.presses(people_texts.erasure.ERASE, people_texts.erasure.ERASE_SURE)
    (submission,) = await world.rows(select(Submission))
    (by,) = await world.rows(select(Person).where(Person.id == submission.submitted_by))
    assert by.name == NAMELESS
    await olga.says("/status белгород")
    await olga.presses(phrases.REGION_REPORT, AS_SUBMITTED)
    assert rows(files(olga)[-1]) == [("Урок Анны", 75, "Сдан")], "what was reported stays"
