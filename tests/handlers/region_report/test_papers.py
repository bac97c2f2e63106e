"""«Письмо (Word)» and «Картинка»: what a region puts before whoever signs, and shows."""

from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from PIL import Image
from sqlalchemy import update

from domain.campaigns.campaigns import add_campaign, season
from domain.charts.drawing import HEIGHT, WIDTH
from domain.export.events_sheet import columns
from domain.papers.placeholders import EXECUTOR_LEFT_OPEN
from handlers import phrases
from handlers.callbacks import RegionPaper
from handlers.on_behalf import REPORT_FOR_REGION
from handlers.region_report import texts
from models import Person
from sandbox.chats import Message
from tests.world import MOSCOW, Someone, World

LETTER, PICTURE = phrases.LETTER, phrases.PICTURE


def newest(someone: Someone) -> Message:
    return [message for message in someone.phone.messages if message.document][-1]


def letter(someone: Someone) -> Word:
    document = newest(someone).document
    assert document is not None
    return Document(BytesIO(document.content))


def words(word: Word) -> str:
    """All of it but the annex's table."""
    heads = [cell.text for table in word.tables[:2] for row in table.rows for cell in row.cells]
    return "\n".join([*heads, *(paragraph.text for paragraph in word.paragraphs)])


def annex(word: Word) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in word.tables[-1].rows]


async def has_a_post(world: World, someone: Someone, post: str) -> None:
    async with world.app.database.transaction() as session:
        await session.execute(update(Person).where(Person.id == someone.id).values(post=post))


async def test_the_letter_has_all_but_the_date_the_number_and_the_signature(world: World) -> None:
    anna = await world.coordinator("Камчатский край", "Анна Петрова")
    await has_a_post(world, anna, "ведущий специалист")
    name, link = "Урок <о качестве & {{ мерах }}>", "https://rskrf.ru/news"
    await world.event(anna, name, times_held=3, participants=1200)
    await world.event(anna, "Выставка", times_held=1, participants=1, publication_links=[])
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT, LETTER)
    word = letter(anna)
    said = words(word).replace("\xa0", " ")
    for told in (
        "Правительство Камчатского края",
        "Министерство промышленности и торговли Российской Федерации",
        "О проведении Недели качества и Дня качества в 2026 году",
        "Недели качества (9–15 ноября 2026 года) и Дня качества (12 ноября 2026 года)",
        "Камчатский край",
        "Общие итоги: 2 мероприятия, 4 проведения, 1 201 участник.",
        "11 ноября 2026 года, номер 41-2026/1.",
        "Исполнитель: Анна Петрова, ведущий специалист",
        "И.О. Фамилия",
    ):
        assert told in said
    head, *events, total = annex(word)
    assert head == [column.title for column in columns()]
    assert events == [
        ["1", "Камчатский край", name, "Белгород, Школа № 5", "3", "1\xa0200", link, ""],
        ["2", "Камчатский край", "Выставка", "Белгород, Школа № 5", "1", "1", "", ""],
    ]
    assert total[4:6] == ["4", "1\xa0201"]
    assert word.tables[-1].rows[0]._tr.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    orientations = [section.orientation for section in word.sections]
    assert orientations == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE]
    assert newest(anna).text.endswith(texts.papers.TO_SIGN)
    document = newest(anna).document
    assert document is not None
    assert document.name == "Камчатский край. Письмо о Неделе качества 2026.docx"
    assert await world.set_aside() == 0


async def test_of_a_report_that_is_not_submitted_the_letter_says_so_and_has_no_number(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(LETTER)
    assert "Отчёт ещё не сдан" in newest(anna).text
    assert "номер" not in words(letter(anna))
    await anna.presses(phrases.SUBMIT_REPORT)
    await anna.presses(phrases.REOPEN_REPORT, LETTER)
    assert "31-2026/1" not in words(letter(anna)), "it is going to get another"


async def test_a_letter_without_events_is_one_page_that_says_so(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    assert LETTER not in anna.buttons
    await anna.forges(RegionPaper(what="letter", year=2026).pack())
    assert anna.toast == texts.papers.NOTHING_YET
    await anna.presses(phrases.ZERO_REPORT, texts.report.ZERO_SURE, LETTER)
    word = letter(anna)
    assert "мероприятия не проводились" in words(word)
    assert "Приложение" not in words(word)
    assert [section.orientation for section in word.sections] == [WD_ORIENT.PORTRAIT]
    assert newest(anna).text.endswith(texts.papers.ZERO_TO_SIGN)


async def test_an_admin_has_a_regions_papers_also_of_an_earlier_year_and_is_no_executor(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Тульская область")
    await world.event(anna, "Ярмарка")
    await olga.says("/status тула")
    await olga.presses(REPORT_FOR_REGION, LETTER)
    assert "Правительство Тульской области" in words(letter(olga))
    assert f"Исполнитель: {EXECUTOR_LEFT_OPEN}" in words(letter(olga))
    await olga.says("/status тула")
    await olga.presses(phrases.REGION_REPORT, LETTER)
    assert annex(letter(olga))[1][2] == "Ярмарка"
    report = olga.phone.last
    world.clock.pass_(days=330)
    async with world.app.database.transaction() as session:
        await add_campaign(session, 2027, season(2027, MOSCOW), by=None, now=world.clock())
    before = len(olga.phone.messages)
    olga.phone.press(LETTER, report if report.rows else None)
    await olga.waits()
    assert len(olga.phone.messages) > before
    assert "в 2026 году" in words(letter(olga)), "the button is of its own year"
    assert await world.set_aside() == 0


async def test_the_picture_is_one_slide_in_every_state(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT, texts.report.ZERO_SURE, PICTURE)
    await anna.presses(phrases.REOPEN_REPORT)
    await world.event(anna, participants=10_000_000, times_held=100_000)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT, PICTURE)
    photos = [message.photo for message in anna.phone.messages if message.photo]
    assert len(photos) == 2
    for photo in photos:
        picture = Image.open(BytesIO(photo.content))
        assert (picture.format, picture.size) == ("PNG", (WIDTH, HEIGHT))
    assert photos[0].content != photos[1].content


async def test_nobody_gets_a_neighbours_papers_or_those_of_no_year(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    vera = await world.coordinator("Тульская область", "Вера")
    await world.event(anna)
    for data in (RegionPaper(what="letter", year=2026), RegionPaper(what="picture", year=2026)):
        await vera.forges(data.pack())
        assert vera.toast == texts.papers.NOTHING_YET
        await vera.forges(data.model_copy(update={"year": 2019}).pack())
        assert vera.toast == texts.copy.NO_SUCH_YEAR
    assert [each for each in vera.phone.messages if each.document or each.photo] == []
