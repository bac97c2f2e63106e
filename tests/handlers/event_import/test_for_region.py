"""An admin brings the file of a region that cannot."""

from handlers import phrases
from handlers.event_import import texts
from handlers.on_behalf import REPORT_FOR_REGION
from tests.handlers.event_import.drawn_up import events as events_of
from tests.handlers.event_import.drawn_up import lessons, sends, xlsx
from tests.world import World

REGION = "Белгородская область"


async def test_an_admin_names_the_region_and_sends_its_file(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await olga.says("/template белгород")
    assert REGION in olga.screen
    await olga.presses(texts.file.GET_TEMPLATE)
    assert olga.phone.last.document is not None
    await sends(olga, xlsx(*lessons(2)))
    assert f"Вы вносите данные за регион: {REGION}" in olga.screen
    await olga.presses("Загрузить 2 мероприятия")
    assert "Загружено 2 мероприятия (№ 1–2)." in olga.screen
    assert "за ваш регион загрузило из файла 2 мероприятия (№ 1–2)." in anna.screen
    first, _ = await events_of(world)
    assert (first.region_code, first.created_by) == ("31", olga.id)
    (together,) = await world.audit("events.imported")
    assert together.after is not None
    assert together.after["for_region"] is True
    told = [each for each in anna.phone.messages if "загрузило" in each.text]
    assert len(told) == 1
    await olga.presses(phrases.MY_EVENTS)
    assert "Урок качества" in olga.screen


async def test_the_form_stays_open_for_the_mended_file(world: World) -> None:
    olga = await world.admin()
    await olga.says("/template белгород")
    await sends(olga, b"%PDF-1.7")
    await sends(olga, xlsx(*lessons(2)))
    assert "Загрузить 2 мероприятия" in olga.buttons


async def test_from_the_regions_report_it_is_one_button(world: World) -> None:
    olga, _ = await world.admin(), await world.coordinator(REGION)
    await olga.says("/status белгород")
    await olga.presses(REPORT_FOR_REGION, phrases.FROM_FILE)
    assert texts.file.GET_TEMPLATE in olga.buttons
    await sends(olga, xlsx(*lessons(2)))
    await olga.presses("Загрузить 2 мероприятия")
    assert len(await events_of(world)) == 2


async def test_without_a_region_an_admin_is_told_how(world: World) -> None:
    olga = await world.admin()
    await sends(olga, xlsx(*lessons(2)))
    assert olga.screen == texts.file.HOW_FOR_ADMINS
    await olga.says("/template")
    await sends(olga, xlsx(*lessons(2)))
    assert world.telegram.journal.calls("getFile") == []


async def test_what_is_no_file_is_asked_for_again(world: World) -> None:
    olga = await world.admin()
    await olga.says("/template белгород", "вот файл")
    assert texts.file.SEND_A_FILE in olga.screen
    await olga.sends_photo("файл")
    assert texts.file.SEND_A_FILE in olga.screen


async def test_an_album_is_read_but_for_the_first_file_one_by_one(world: World) -> None:
    olga = await world.admin()
    await olga.says("/template белгород")
    for name in ("1.xlsx", "2.xlsx"):
        await olga.phone.sends_document(name, xlsx(*lessons(2)), album="77")
    await olga.waits()
    assert any(each.text == texts.file.FROM_ALBUM for each in olga.phone.messages)
    assert len(world.telegram.journal.calls("getFile")) == 1
