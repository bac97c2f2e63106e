"""/broadcast: an admin's own message to the regions."""

import pytest
from sqlalchemy import select

from models import Draft, Mailing
from sandbox.chats import Message
from tests.world import Someone, World

JPEG = b"\xff\xd8\xff picture"
BOLD = {"type": "bold", "offset": 0, "length": 7}
LINK = {"type": "text_link", "offset": 9, "length": 4, "url": "https://rskrf.ru/"}
REFUSED = "координаторы получат только текст, одну фотографию или один документ"


async def writes(admin: Someone, text: str = "Коллеги, ждём <отчёты>") -> Message:
    """To all; up to the preview."""
    await admin.says("/broadcast")
    await admin.presses("Всем (89)")
    return await admin.says(text)


def preview(admin: Someone) -> Message:
    """The message before the one that asks «Отправить?»."""
    *_, shown, asked = admin.phone.messages
    assert "Отправить?" in asked.text
    assert shown.from_bot
    return shown


async def test_a_formatted_text_is_shown_and_sent_just_as_it_was_written(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Москва", "Борис")
    await olga.says("/broadcast")
    assert olga.buttons[:2] == ["Всем (89)", "Всем, кто не сдал (89)"]
    await olga.presses("Всем (89)")
    assert "Пришлите сообщение" in olga.screen
    await olga.phone.says("Коллеги, ждём <отчёты> & фото 😀 rskrf.ru", [BOLD, LINK])
    await world.settled()
    shown = preview(olga)
    assert "Получат: 2 координатора, 2 региона" in olga.screen
    assert "Некому сообщить: 87" in olga.screen
    await olga.presses("Отправить")
    await world.mail()
    for someone in (anna, boris):
        got = someone.phone.last
        assert got.text == shown.text == "Коллеги, ждём <отчёты> & фото 😀 rskrf.ru"
        assert got.entities == shown.entities
        assert {"bold", "text_link"} <= {entity["type"] for entity in got.entities}
        assert got.labels == shown.labels == ["Ответить министерству"]
        assert not got.json.get("link_preview_options", {}).get("is_disabled")
    assert "Сообщение отправлено: все регионы" in olga.screen
    assert "Получили: 2 из 2" in olga.screen
    assert await world.rows(select(Draft)) == []
    (act,) = await world.audit("mailing.broadcast")
    assert act.after is not None
    assert (act.after["people"], act.after["whom"]) == (2, "all")
    assert act.after["text"].startswith("Коллеги, ждём <отчёты>")


@pytest.mark.parametrize("kind", ["photo", "document", "bare document"])
async def test_a_picture_or_a_file_keeps_its_formatted_caption(world: World, kind: str) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast белгород")
    if kind == "photo":
        await olga.phone.sends_photo(
            JPEG, "Коллеги, <вот>", [BOLD], caption_above=True, spoiler=True
        )
    elif kind == "document":
        await olga.phone.sends_document("письмо.docx", b"PK", "Коллеги, <вот>", entities=[BOLD])
    else:
        await olga.phone.sends_document("письмо.docx", b"PK")
    await world.settled()
    shown = preview(olga)
    await olga.presses("Отправить")
    await world.mail()
    got = anna.phone.last
    assert (got.upload, got.text, got.entities) == (shown.upload, shown.text, shown.entities)
    assert (got.photo is None) == (kind != "photo")
    for looks in ("show_caption_above_media", "has_media_spoiler"):
        assert got.json.get(looks, False) == shown.json.get(looks, False) == (kind == "photo")
    assert got.upload is not None
    assert got.upload.content in (JPEG, b"PK")
    if kind != "bare document":
        assert got.text == "Коллеги, <вот>"
        assert got.entities == [BOLD]
    assert got.labels == ["Ответить министерству"]


async def test_other_kinds_are_answered_by_what_to_send(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Белгородская область")
    await olga.says("/broadcast ЦФО")
    phone = olga.phone
    for send in (phone.sends_sticker, phone.sends_voice, phone.shares_contact):
        await send()
        await world.settled()
        assert REFUSED in olga.screen
    before = len(phone.messages)
    for _ in range(3):
        await phone.sends_photo(JPEG, album="12")
    await world.settled()
    assert "Альбом отправить нельзя" in olga.screen
    assert len(phone.messages) == before + 3 + 1, "one answer to the whole album"
    await olga.says("Тогда текстом")
    assert preview(olga).text == "Тогда текстом"
    await phone.sends_sticker()
    await world.settled()
    await olga.says("/broadcast")
    assert preview(olga).text == "Тогда текстом", "what could not be taken changes nothing"


async def test_correcting_the_message_before_it_is_sent_shows_the_new_one(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast белгород")
    sent = await olga.phone.says("Ждём отчоты")
    await world.settled()
    asked = olga.phone.last
    await olga.says("/help")  # even after a command
    await olga.phone.edits(sent, "Ждём отчёты", [BOLD | {"length": 4}])
    await world.settled()
    assert preview(olga).text == "Ждём отчёты"
    assert "Учтено исправленное" in olga.screen
    olga.phone.press("Отправить", asked)
    await world.settled()
    assert "изменились" in (olga.toast or ""), "the old preview sends nothing"
    assert preview(olga).text == "Ждём отчёты"
    await olga.presses("Отправить")
    await world.mail()
    assert (anna.screen, anna.phone.last.entities) == ("Ждём отчёты", [BOLD | {"length": 4}])
    await olga.phone.edits(sent, "Поздно")
    await world.settled()
    assert "не учитывает" in olga.screen
    assert anna.screen == "Ждём отчёты"


async def test_another_message_or_other_recipients_replace_the_first(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Омская область", "Борис")
    await writes(olga, "Первое")
    await olga.presses("Изменить")
    assert "Прежнее сообщение остаётся" in olga.screen
    await olga.says("Второе")
    assert preview(olga).text == "Второе"
    await olga.says("Третье")
    await olga.presses("Другие получатели")
    assert "Сообщение записано" in olga.screen
    await olga.presses("Округ", "Сибирский федеральный округ")
    assert preview(olga).text == "Третье"
    assert "Сибирский федеральный округ" in olga.screen
    await olga.presses("Отправить")
    await world.mail()
    assert boris.screen == "Третье"
    assert "Третье" not in anna.screen


async def test_a_message_written_before_it_is_said_to_whom_is_kept(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast", "Коллеги, добрый день")
    assert "Сообщение записано" in olga.screen
    await olga.says("белгород")
    assert preview(olga).text == "Коллеги, добрый день"
    await olga.presses("Отправить")
    await world.mail()
    assert anna.screen == "Коллеги, добрый день"


async def test_a_region_that_is_not_known_is_said(world: World) -> None:
    olga = await world.admin()
    await olga.says("/broadcast атлантида")
    assert "Такого региона или округа нет в списке: «атлантида»" in olga.screen
    await olga.says("/broadcast калуга", "Ау")
    assert "Отправлять некому" in olga.screen
    assert "Некому сообщить: 1 – Калужская область" in olga.screen
    assert "Отправить" not in olga.buttons


async def test_a_command_in_between_loses_nothing(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast белгород", "/people", "Не сообщение")
    assert "не ждёт ответа" in olga.screen
    await olga.says("/broadcast")
    assert "Пришлите сообщение" in olga.screen
    assert "Белгородская область" in olga.screen
    await olga.says("Сообщение", "/people", "/broadcast")
    assert preview(olga).text == "Сообщение"
    await olga.presses("Отправить")
    await world.mail()
    assert anna.screen == "Сообщение"


async def test_it_is_sent_once_and_not_after_it_was_cancelled(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await writes(olga, "Один раз")
    for _ in range(2):
        olga.phone.press("Отправить")
    await world.settled()
    assert "уже отправлено или отменено" in (olga.toast or "")
    await world.mail()
    assert [each.text for each in anna.phone.messages].count("Один раз") == 1
    await writes(olga, "Ни разу")
    send = olga.phone.last.rows[0][0].data
    assert send is not None
    await olga.presses("Отмена")
    assert "не отправлено" in olga.screen
    for data in (send, "bcto:all:", "bcreg::31"):
        await olga.forges(data)
        assert "уже отправлено или отменено" in (olga.toast or "")
    assert len(await world.rows(select(Mailing))) == 1


async def test_a_press_that_the_draft_is_not_ready_for_asks_what_is_missing(world: World) -> None:
    olga, _ = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast")
    (draft,) = await world.rows(select(Draft))
    for action in ("send", "change", "whom"):
        await olga.forges(f"bcast:{draft.id}:{draft.version}:{action}")
        assert "Кому отправить сообщение?" in olga.screen
    await olga.says("белгород")
    (draft,) = await world.rows(select(Draft))
    await olga.forges(f"bcast:{draft.id}:{draft.version}:send")
    assert "Пришлите сообщение" in olga.screen
    assert await world.rows(select(Mailing)) == []
    assert await world.set_aside() == 0


async def test_a_second_admin_is_told_what_the_first_has_just_sent(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await world.coordinator("Белгородская область")
    await writes(olga, "Ждём <отчёты>")
    await olga.presses("Отправить")
    await world.mail()
    await writes(pavel, "И я жду")
    assert (
        "все регионы – уже отправлено сегодня в 12:00 (Ольга Админ): «Ждём <отчёты>»"
        in pavel.screen
    )
    draft = (await world.rows(select(Draft)))[0]
    await olga.forges(f"bcast:{draft.id}:{draft.version}:send")
    assert "уже отправлено или отменено" in (olga.toast or ""), "a colleague's draft is theirs"


async def test_the_button_under_the_preview_says_what_it_is_for(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await writes(olga)
    await olga.presses("Ответить министерству")
    assert "Так эту кнопку увидят координаторы" in (olga.toast or "")
    await anna.says("/broadcast")
    assert "Такой команды нет" in anna.screen
    draft = (await world.rows(select(Draft)))[0]
    for data in ("bcto:all:", "bcreg::31", f"bcast:{draft.id}:{draft.version}:send", "stop:1"):
        await anna.forges(data)
        assert "не действует" in (anna.toast or "")
    assert await world.rows(select(Mailing)) == []
