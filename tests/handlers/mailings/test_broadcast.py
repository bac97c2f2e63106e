"""/broadcast: an admin's own message to the regions."""

import pytest
from sqlalchemy import select

from domain.mailings.mailings import Audience
from domain.regions.directory import FEDERAL_DISTRICTS, load_regions, region_by_code
from handlers import phrases
from handlers.fallback import EDIT_IS_NO_ANSWER, NOT_WAITING_FOR_TEXT, STALE_BUTTON, UNKNOWN_COMMAND
from handlers.forms import texts as form_texts
from handlers.mailings import texts
from models import BroadcastContent, Draft, Mailing, WrittenText
from sandbox.chats import Message
from tests.world import MOSCOW, Someone, World, form_data, plain

JPEG = b"\xff\xd8\xff picture"
BOLD = {"type": "bold", "offset": 0, "length": 7}
LINK = {"type": "text_link", "offset": 9, "length": 4, "url": "https://rskrf.ru/"}
SEND, OTHER, CHANGE = texts.mailing.SEND, texts.mailing.OTHER_AUDIENCE, texts.broadcast.CHANGE
EVERYONE = texts.mailing.with_number(texts.mailing.EVERYONE, 89)
WHOM = plain(texts.broadcast.WHOM)
BELGOROD = region_by_code("31")
CORRECTED = form_texts.corrected(texts.broadcast.MESSAGE)


async def writes(admin: Someone, text: str = "Коллеги, ждём <отчёты>") -> Message:
    """To all; up to the preview."""
    await admin.says("/broadcast")
    await admin.presses(EVERYONE)
    return await admin.says(text)


def preview(admin: Someone) -> Message:
    """The message before the one that asks «Отправить?»."""
    *_, shown, asked = admin.phone.messages
    assert SEND in asked.labels
    assert shown.from_bot
    return shown


async def test_a_formatted_text_is_shown_and_sent_just_as_it_was_written(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Москва", "Борис")
    await olga.says("/broadcast")
    unreported = texts.mailing.with_number(texts.mailing.UNREPORTED, 89)
    assert olga.buttons[:2] == [EVERYONE, unreported]
    await olga.presses(EVERYONE)
    assert texts.broadcast.WRITE in olga.screen
    await olga.phone.says("Коллеги, ждём <отчёты> & фото 😀 rskrf.ru", [BOLD, LINK])
    await olga.waits()
    shown = preview(olga)
    nobody = [each for each in load_regions() if each.name not in (BELGOROD.name, "Москва")]
    assert texts.mailing.will_get(2, regions=2) in olga.screen
    assert plain(texts.mailing.nobody(nobody)) in olga.screen
    await olga.presses(SEND)
    await world.mail()
    for someone in (anna, boris):
        got = someone.phone.last
        assert got.text == shown.text == "Коллеги, ждём <отчёты> & фото 😀 rskrf.ru"
        assert got.entities == shown.entities
        assert {"bold", "text_link"} <= {entity["type"] for entity in got.entities}
        assert got.labels == shown.labels == [phrases.REPLY]
        assert not got.json.get("link_preview_options", {}).get("is_disabled")
    (mailing,) = await world.rows(select(Mailing))
    assert plain(texts.mailing.ended_how(mailing)) in olga.screen
    assert texts.mailing.got(2, of=2) in olga.screen
    assert await world.rows(select(Draft)) == []
    (act,) = await world.audit("mailing.broadcast")
    assert act.after is not None
    assert (act.after["people"], act.after["whom"]) == (2, "all")
    assert act.after["text"].startswith("Коллеги, ждём <отчёты>")


async def test_whom_it_will_not_reach_is_named_without_showing_the_message_again(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await writes(olga)
    asked, shown = olga.phone.last, len(olga.phone.messages)
    assert "Калужская область" not in asked.text
    await olga.presses(texts.mailing.WHOM_MISSED)
    assert len(olga.phone.messages) == shown
    assert "Калужская область" in asked.text
    assert asked.labels == [SEND, OTHER, CHANGE, form_texts.CANCEL]
    await olga.presses(SEND)
    await world.mail()
    assert anna.screen == "Коллеги, ждём <отчёты>"


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
    await olga.waits()
    shown = preview(olga)
    await olga.presses(SEND)
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
    assert got.labels == [phrases.REPLY]


async def test_other_kinds_are_answered_by_what_to_send(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Белгородская область")
    await olga.says("/broadcast ЦФО")
    phone = olga.phone
    for send in (phone.sends_sticker, phone.sends_voice, phone.shares_contact):
        await send()
        await olga.waits()
        assert olga.screen.startswith(texts.broadcast.KINDS)
        assert texts.broadcast.WRITE in olga.screen
    before = len(phone.messages)
    await olga.sends_album(3, "Подпись")
    assert olga.screen.startswith(texts.broadcast.NO_ALBUMS)
    assert len(phone.messages) == before + 3 + 1, "one answer to the whole album"
    await olga.says("Тогда текстом")
    assert preview(olga).text == "Тогда текстом"
    await olga.sends_sticker()
    assert preview(olga).text == "Тогда текстом", "what could not be taken changes nothing"
    assert olga.screen.startswith(texts.broadcast.KINDS)
    await olga.says("/broadcast")
    assert preview(olga).text == "Тогда текстом"


async def test_correcting_the_message_before_it_is_sent_shows_the_new_one(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast белгород")
    asked = await olga.says("Ждём отчоты")
    sent = olga.sent
    await olga.says("/help")  # even after a command
    await olga.phone.edits(sent, "Ждём отчёты", [BOLD | {"length": 4}])
    await olga.waits()
    assert preview(olga).text == "Ждём отчёты"
    assert olga.screen.startswith(CORRECTED)
    olga.phone.press(SEND, asked)
    await olga.waits()
    assert olga.toast == form_texts.STALE_BUTTON, "the old preview sends nothing"
    assert asked.labels == [], "and cannot be pressed again"
    assert preview(olga).text == "Ждём отчёты"
    await olga.presses(SEND)
    await world.mail()
    assert (anna.screen, anna.phone.last.entities) == ("Ждём отчёты", [BOLD | {"length": 4}])
    await olga.edits(sent, "Поздно")
    assert olga.screen == EDIT_IS_NO_ANSWER
    assert anna.screen == "Ждём отчёты"


async def test_an_edit_of_how_it_looks_is_taken_too(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await writes(olga, "Ждём отчёты: rskrf.ru")
    await olga.phone.edits(
        olga.sent, "Ждём отчёты: rskrf.ru", looks={"link_preview_options": {"is_disabled": True}}
    )
    await olga.waits()
    assert CORRECTED in olga.screen
    await olga.presses(SEND)
    await world.mail()
    assert anna.phone.last.json["link_preview_options"]["is_disabled"]
    await olga.says("/broadcast белгород")
    sent = await olga.phone.sends_photo(JPEG, "Карта")
    await olga.waits()
    await olga.phone.edits(sent, "Карта", looks={"has_media_spoiler": True})
    await olga.waits()
    assert CORRECTED in olga.screen
    await olga.presses(SEND)
    await world.mail()
    assert anna.phone.last.json["has_media_spoiler"]


async def test_an_edit_of_an_earlier_message_brings_that_one_back(world: World) -> None:
    olga, _ = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast белгород", "Ждём отчёты")
    sent = olga.sent
    await olga.says("Ждём отчёты до пятницы")
    await olga.edits(sent, "Ждём отчёты до среды")
    assert preview(olga).text == "Ждём отчёты до среды", "the last that was written"
    assert olga.screen.startswith(CORRECTED)


async def test_another_message_or_other_recipients_replace_the_first(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Омская область", "Борис")
    await writes(olga, "Первое")
    await olga.presses(CHANGE)
    assert texts.broadcast.STAYS_FOR_NOW in olga.screen
    await olga.presses(form_texts.BACK)
    assert preview(olga).text == "Первое"
    await olga.presses(CHANGE)
    await olga.says("Второе")
    assert preview(olga).text == "Второе"
    await olga.says("Третье")
    await olga.presses(OTHER)
    assert olga.screen.startswith(texts.broadcast.MESSAGE_KEPT)
    menu = olga.phone.last
    await olga.presses(texts.mailing.DISTRICT, FEDERAL_DISTRICTS["СФО"])
    assert preview(olga).text == "Третье"
    assert FEDERAL_DISTRICTS["СФО"] in olga.screen
    assert menu.labels == []
    await olga.presses(SEND)
    await world.mail()
    assert boris.screen == "Третье"
    assert "Третье" not in anna.screen


async def test_a_message_written_before_it_is_said_to_whom_is_kept(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast", "Коллеги, добрый день")
    sent = olga.sent
    assert olga.screen.startswith(texts.broadcast.MESSAGE_KEPT)
    assert WHOM in olga.screen
    await olga.edits(sent, "Коллеги, добрый вечер")
    assert olga.screen.startswith(CORRECTED)
    assert WHOM in olga.screen
    await olga.says("белгород")
    assert preview(olga).text == "Коллеги, добрый вечер"
    await olga.presses(SEND)
    await world.mail()
    assert anna.screen == "Коллеги, добрый вечер"


async def test_a_mistyped_region_does_not_take_the_place_of_the_message(world: World) -> None:
    olga, _ = await world.admin(), await world.coordinator("Белгородская область")
    await writes(olga, "Коллеги, добрый день")
    await olga.presses(OTHER)
    await olga.says("атлантида")
    assert olga.screen.startswith(texts.mailing.audience_not_found("атлантида"))
    await olga.says("белгород")
    assert preview(olga).text == "Коллеги, добрый день"


async def test_other_recipients_are_asked_for_although_the_message_comes_first(
    world: World,
) -> None:
    olga, _ = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast белгород")
    await olga.presses(OTHER)
    await olga.says("Коллеги, добрый день")
    assert WHOM in olga.screen
    await olga.presses(EVERYONE)
    assert preview(olga).text == "Коллеги, добрый день"


async def test_a_region_that_is_not_known_is_said(world: World) -> None:
    olga = await world.admin()
    await olga.says("/broadcast атлантида")
    assert olga.screen.startswith(texts.mailing.audience_not_found("атлантида"))
    await olga.says("/broadcast калуга", "Ау")
    assert texts.broadcast.NOBODY in olga.screen
    assert plain(texts.mailing.nobody([region_by_code("40")])) in olga.screen
    assert SEND not in olga.buttons
    await olga.says("да")
    assert texts.broadcast.NOBODY in olga.screen
    assert await world.rows(select(Mailing)) == []


async def test_what_means_a_button_is_never_sent(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast", "всем", "Добрый день", "Изменить", "назад", "Другие получатели")
    await olga.says("белгород", "ДА.")
    await world.mail()
    assert anna.screen == "Добрый день"
    for word in ("Отмена", "нет"):
        await writes(olga, "Ещё раз")
        await olga.says(word)
        assert olga.screen == texts.broadcast.CANCELLED
    assert len(await world.rows(select(Mailing))) == 1


async def test_a_reply_to_the_first_question_is_about_the_recipients(world: World) -> None:
    olga, _ = await world.admin(), await world.coordinator("Белгородская область")
    menu = await olga.says("/broadcast")
    await olga.says("омск", "Добрый день")
    await olga.replies("белгород", menu)
    assert preview(olga).text == "Добрый день"
    assert plain(texts.mailing.addressed(Audience("region", BELGOROD.code))) in olga.screen
    assert form_texts.corrected(texts.mailing.AUDIENCE) in olga.screen


async def test_a_text_longer_than_a_message_is_refused_as_a_whole(world: World) -> None:
    olga, _ = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast белгород")
    text = "Много слов. " * 400
    await olga.pastes(text)
    assert olga.screen.startswith(form_texts.TOO_LONG)
    assert texts.broadcast.WRITE in olga.screen
    (draft,) = await world.rows(select(Draft))
    assert "content" not in draft.answers
    world.clock.pass_(minutes=1)
    await olga.says(text[:4000])
    assert SEND in olga.buttons
    await olga.says(text[4000:])
    assert olga.screen.startswith(form_texts.TOO_LONG), "so late that the first part was taken"
    (draft,) = await world.rows(select(Draft))
    assert "content" not in draft.answers


async def test_a_command_in_between_loses_nothing(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast белгород", "/people", "Не сообщение")
    assert olga.screen == NOT_WAITING_FOR_TEXT
    await olga.says("/broadcast")
    assert texts.broadcast.WRITE in olga.screen
    assert BELGOROD.name in olga.screen
    await olga.says("Сообщение", "/people")
    assert olga.screen == texts.broadcast.WAITS
    await olga.says("200")
    assert olga.screen == texts.broadcast.WAITS, "it is offered before anything else"
    await olga.presses(texts.broadcast.GO_ON)
    assert preview(olga).text == "Сообщение"
    await olga.says("/broadcast")
    assert preview(olga).text == "Сообщение"
    await olga.presses(SEND)
    await world.mail()
    assert anna.screen == "Сообщение"


async def test_it_is_sent_once_and_not_after_it_was_cancelled(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await writes(olga, "Один раз")
    for _ in range(2):
        olga.phone.press(SEND)
    await olga.waits()
    assert olga.toast == texts.broadcast.IS_GONE
    await world.mail()
    assert [each.text for each in anna.phone.messages].count("Один раз") == 1
    await writes(olga, "Ни разу")
    send = olga.phone.last.rows[0][0].data
    assert send is not None
    await olga.presses(form_texts.CANCEL)
    assert olga.screen == texts.broadcast.CANCELLED
    await olga.forges(send)
    assert olga.toast == texts.broadcast.IS_GONE
    assert len(await world.rows(select(Mailing))) == 1


async def test_a_forged_press_asks_what_is_missing(world: World) -> None:
    olga, _ = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast")
    for action, value in (("finish", ""), ("ask", "confirm"), ("pick", "Добрый день")):
        (draft,) = await world.rows(select(Draft))
        await olga.forges(form_data(draft, action, value))
        assert WHOM in olga.screen
    await olga.says("белгород")
    for action, value in (("finish", ""), ("ask", "confirm"), ("pick", "Добрый день")):
        (draft,) = await world.rows(select(Draft))
        await olga.forges(form_data(draft, action, value))
        assert texts.broadcast.WRITE in olga.screen
    assert await world.rows(select(Mailing)) == []
    assert await world.set_aside() == 0


async def test_a_second_admin_is_told_what_the_first_has_just_sent(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await world.coordinator("Белгородская область")
    await writes(olga, "Ждём <отчёты>")
    await olga.presses(SEND)
    await world.mail()
    await writes(pavel, "И я жду")
    (mailing,) = await world.rows(select(Mailing))
    before = texts.mailing.sent_before(
        mailing, await world.person(olga), now=world.clock(), zone=MOSCOW
    )
    assert plain(before) in pavel.screen
    (draft,) = await world.rows(select(Draft))
    await olga.forges(form_data(draft, "finish"))
    assert olga.toast == texts.broadcast.IS_GONE, "a colleague's draft is theirs"


async def test_of_two_admins_who_write_the_second_sees_that_the_first_was_faster(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    for admin in (olga, pavel):
        await writes(admin, f"Пишет {admin.id}")
    await olga.presses(SEND)
    await pavel.presses(SEND)
    assert pavel.screen.startswith(texts.mailing.MEANWHILE)
    assert preview(pavel).text == f"Пишет {pavel.id}"
    await world.mail()
    assert anna.screen == f"Пишет {olga.id}"
    await pavel.presses(SEND)  # he has read it and means it
    await world.mail()
    assert anna.screen == f"Пишет {pavel.id}"


async def test_a_draft_from_before_the_form_remembered_the_chat_goes_on(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/broadcast", "/help")
    async with world.app.database.transaction() as session:
        draft = (await session.execute(select(Draft))).scalar_one()
        draft.step, draft.memory = "message", None
        draft.answers = {
            "audience": {"whom": "region", "which": "31"},
            "content": {"text": "Ждём отчёты"},
            "message": 4,
            "album": None,
        }
    await olga.says("/broadcast")
    assert preview(olga).text == "Ждём отчёты"
    await olga.presses(SEND)
    await world.mail()
    assert anna.screen == "Ждём отчёты"
    (mailing,) = await world.rows(select(Mailing))
    message = WrittenText(text="Ждём отчёты")
    assert mailing.content == BroadcastContent(whom="region", which="31", message=message)


async def test_the_button_under_the_preview_says_what_it_is_for(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await writes(olga)
    await olga.presses(phrases.REPLY)
    assert olga.toast == texts.broadcast.ONLY_A_PREVIEW
    await anna.says("/broadcast")
    assert anna.screen == UNKNOWN_COMMAND
    (draft,) = await world.rows(select(Draft))
    for data, answer in (
        (form_data(draft, "finish"), form_texts.FORM_GONE),
        ("stop_mailing:1", STALE_BUTTON),
    ):
        await anna.forges(data)
        assert anna.toast == answer
    assert await world.rows(select(Mailing)) == []
