"""What people do on their phones, and what the bot is told of it."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from sandbox.bots import Bot
from sandbox.chats import Answer
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import TOKEN, Client

YES = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
TOO_OLD = (
    400,
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
)


def payloads(bot: Bot, kind: str) -> list[dict[str, Any]]:
    return [update.payload for update in bot.updates.pending if update.kind == kind]


async def ask(api: Client, phone: Phone, text: str = "Сохранить?") -> int:
    sent = await api("sendMessage", chat_id=phone.id, text=text, reply_markup=YES)
    return int(sent.result["message_id"])


async def test_a_press_is_a_query_and_its_answer_is_shown(
    api: Client, phone: Phone, bot: Bot
) -> None:
    message_id = await ask(api, phone)
    pressing = asyncio.create_task(phone.presses("Да"))
    await asyncio.sleep(0)
    (query,) = payloads(bot, "callback_query")
    assert query["data"] == "yes"
    assert query["from"]["id"] == phone.id
    assert query["message"]["message_id"] == message_id
    await api(
        "answerCallbackQuery", callback_query_id=query["id"], text="Сохранено", show_alert=True
    )
    assert await pressing == Answer("Сохранено", alert=True)
    assert phone.answers == [Answer("Сохранено", alert=True)]


async def test_a_query_is_answered_once_and_in_time() -> None:
    now = datetime(2025, 11, 10, tzinfo=UTC)
    async with Telegram(now=lambda: now) as telegram, ClientSession() as session:
        phone = telegram.person("Анна").chat_with(telegram.add_bot(TOKEN, "bot", "Бот"))
        await phone.says("/start")
        api = Client(session, telegram, TOKEN)
        await ask(api, phone)
        first, second = phone.press("Да").id, phone.press("yes").id
        assert (await api("answerCallbackQuery", callback_query_id=first)).result is True
        assert (await api("answerCallbackQuery", callback_query_id=first)).refusal == TOO_OLD
        long = await api("answerCallbackQuery", callback_query_id=second, text="я" * 201)
        assert long.refusal == (400, "Bad Request: MESSAGE_TOO_LONG")
        now += timedelta(minutes=1)
        assert (await api("answerCallbackQuery", callback_query_id=second)).refusal == TOO_OLD
        assert (await api("answerCallbackQuery", callback_query_id="1")).refusal == TOO_OLD


async def test_a_query_is_another_bots_business(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    await ask(api, phone)
    press = phone.press("Да")
    token = "1000002:" + "B" * 35
    telegram.add_bot(token, "other_bot", "Другой")
    other = Client(api.session, telegram, token)
    assert (await other("answerCallbackQuery", callback_query_id=press.id)).refusal == TOO_OLD


async def test_the_newest_message_with_the_button_is_pressed(
    api: Client, phone: Phone, bot: Bot
) -> None:
    older = await ask(api, phone)
    newer = await ask(api, phone)
    phone.press("Да")
    phone.press("Да", phone.messages[1])
    pressed = [query["message"]["message_id"] for query in payloads(bot, "callback_query")]
    assert pressed == [newer, older]


async def test_what_cannot_be_pressed_is_told_with_the_screen(api: Client, phone: Phone) -> None:
    await ask(api, phone)
    with pytest.raises(AssertionError, match=r"no button «Нет»[\s\S]*\[ Да \]"):
        phone.press("Нет")
    link = {"inline_keyboard": [[{"text": "Сайт", "url": "https://ya.ru"}]]}
    await api("sendMessage", chat_id=phone.id, text="?", reply_markup=link)
    with pytest.raises(AssertionError, match=r"«Сайт» opens https://ya\.ru/"):
        phone.press("Сайт")


async def test_a_forged_press_may_carry_anything(api: Client, phone: Phone, bot: Bot) -> None:
    await ask(api, phone)
    message = phone.last
    phone.forge("drop-all", message)
    await api("deleteMessage", chat_id=phone.id, message_id=message.id)
    forged = asyncio.create_task(phone.forges("yes", message))
    await asyncio.sleep(0)
    first, second = payloads(bot, "callback_query")
    assert first["data"] == "drop-all"
    assert second["message"]["date"] == 0
    await api("answerCallbackQuery", callback_query_id=second["id"])
    assert await forged == Answer()


async def test_only_what_is_new_or_edited_since_the_last_act_is_seen(
    api: Client, phone: Phone
) -> None:
    message_id = await ask(api, phone, "Первый вопрос")
    assert (await phone.sees("вопрос")).id == message_id
    await phone.says("Ответ")
    with pytest.raises(AssertionError) as caught:
        await phone.sees("вопрос", within=0.01)
    report = str(caught.value)
    assert "«вопрос» was not seen in 0.01 s" in report
    assert "Неделя качества: Первый вопрос\n      [ Да ]" in report
    assert "sendMessage chat_id=" in report
    seeing = asyncio.create_task(phone.sees("вопрос"))
    await api("editMessageText", chat_id=phone.id, message_id=message_id, text="Тот же вопрос")
    assert (await seeing).text == "Тот же вопрос"


async def test_waiting_ends_at_once_when_the_sandbox_objects(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    seeing = asyncio.create_task(phone.sees("Привет"))
    await api("sendDice", chat_id=phone.id)
    with pytest.raises(AssertionError, match="sendDice is not modelled"):
        await seeing
    telegram.world.misuses.clear()


async def test_an_empty_screen_has_no_last_message(phone: Phone) -> None:
    with pytest.raises(AssertionError, match="no message from a bot"):
        _ = phone.last


async def test_a_link_starts_the_bot_with_its_payload(phone: Phone, bot: Bot) -> None:
    message = await phone.opens_link("https://t.me/quality_week_bot?start=abc_-1")
    assert message.text == "/start abc_-1"
    assert message.entities == [{"type": "bot_command", "offset": 0, "length": 6}]
    await phone.blocks()
    assert (await phone.opens_link("https://t.me/quality_week_bot")).text == "/start"
    assert len(payloads(bot, "my_chat_member")) == 2


@pytest.mark.parametrize(
    "url",
    [
        "https://t.me/other_bot?start=x",
        "https://ya.ru/quality_week_bot?start=x",
        "https://t.me/quality_week_bot?start=a.b",
        "https://t.me/quality_week_bot?start=" + "x" * 65,
    ],
)
async def test_a_link_that_telegram_would_not_follow_fails(phone: Phone, url: str) -> None:
    with pytest.raises(AssertionError):
        await phone.opens_link(url)


async def test_a_person_sends_other_things_than_text(
    telegram: Telegram, phone: Phone, bot: Bot
) -> None:
    await phone.sends_sticker()
    await phone.sends_voice(5)
    await phone.shares_contact()
    await phone.shares_contact(of=telegram.person("Борис", id=77).user)
    sticker, voice, own, other = payloads(bot, "message")[1:]
    assert sticker["sticker"]["emoji"] == "👍"
    assert voice["voice"]["duration"] == 5
    assert own["contact"]["user_id"] == phone.id
    assert other["contact"]["user_id"] == 77


async def test_a_post_of_a_hidden_channel_has_no_public_name(
    telegram: Telegram, phone: Phone
) -> None:
    post = await phone.forwards_post(telegram.channel("Закрытый"), 3, "Итоги")
    origin = post.json["forward_origin"]
    assert "username" not in origin["chat"]
    assert (origin["type"], origin["message_id"]) == ("channel", 3)


PNG = b"\x89PNG"


async def test_a_reply_carries_the_message_it_answers_with_its_buttons(
    api: Client, phone: Phone, bot: Bot
) -> None:
    await ask(api, phone)
    question = phone.last
    await api("sendMessage", chat_id=phone.id, text="Ещё вопрос")
    first = await phone.replies("Да", to=question)
    await phone.replies("Нет", to=first)
    *_, yes, no = payloads(bot, "message")
    assert (yes["text"], yes["reply_to_message"]["message_id"]) == ("Да", question.id)
    assert yes["reply_to_message"]["text"] == "Сохранить?"
    assert yes["reply_to_message"]["reply_markup"] == YES
    assert no["reply_to_message"]["text"] == "Да"
    assert "reply_to_message" not in no["reply_to_message"], "one level deep"
    await api("deleteMessage", chat_id=phone.id, message_id=question.id)
    with pytest.raises(AssertionError, match="not there to be replied to"):
        await phone.replies("Да", to=question)


async def test_a_long_text_comes_in_parts(phone: Phone, bot: Bot) -> None:
    await phone.pastes("я" * 4096 + "конец")
    *_, head, tail = payloads(bot, "message")
    assert (head["text"], tail["text"]) == ("я" * 4096, "конец")


async def test_the_pictures_of_an_album_share_a_group_and_the_first_has_the_caption(
    phone: Phone, bot: Bot
) -> None:
    await phone.sends_album(PNG, PNG, PNG, caption="Урок")
    await phone.sends_album(PNG, PNG)
    _, *sent = payloads(bot, "message")
    first, second = {each["media_group_id"] for each in sent[:3]}, sent[3]["media_group_id"]
    assert len(first) == 1
    assert second not in first
    assert [each.get("caption") for each in sent] == ["Урок", None, None, None, None]


async def test_a_forwarded_post_of_several_photos_is_an_album_with_a_number_for_each(
    telegram: Telegram, phone: Phone, bot: Bot
) -> None:
    channel = telegram.channel("Новости", "news")
    await phone.forwards_album(channel, 77, PNG, PNG, caption="Урок")
    _, one, two = payloads(bot, "message")
    assert [each["forward_origin"]["message_id"] for each in (one, two)] == [77, 78]
    assert one["media_group_id"] == two["media_group_id"]
    assert (one["caption"], one["forward_origin"]["chat"]["username"]) == ("Урок", "news")


async def test_pinning_is_told_by_a_service_message(api: Client, phone: Phone, bot: Bot) -> None:
    await ask(api, phone)
    await phone.pins(phone.last)
    told = payloads(bot, "message")[-1]
    assert told["pinned_message"]["text"] == "Сохранить?"
    assert "text" not in told


async def test_an_edit_that_changes_nothing_reaches_the_bot_too(phone: Phone, bot: Bot) -> None:
    await phone.edits(await phone.says("Привет"), "Привет")
    assert phone.sent.edited
    (edited,) = payloads(bot, "edited_message")
    assert (edited["text"], "edit_date" in edited) == ("Привет", True)


async def test_an_edit_of_a_person_reaches_the_bot(phone: Phone, bot: Bot) -> None:
    await phone.edits(await phone.says("Привет"), "Здравствуйте")
    document = await phone.sends_document("x.txt", b"x", caption="было")
    await phone.edits(document, "стало")
    text, caption = payloads(bot, "edited_message")
    assert text["text"] == "Здравствуйте"
    assert caption["caption"] == "стало"
    assert [message.text for message in phone.messages][1:] == ["Здравствуйте", "стало"]


async def test_a_phone_lets_nobody_send_what_telegram_does_not_take(phone: Phone) -> None:
    for text in ("я" * 4097, " \n"):
        with pytest.raises(ValueError, match="a phone"):
            await phone.says(text)
    with pytest.raises(ValueError, match="a phone"):
        await phone.sends_document("x", b"x", caption="я" * 1025)


async def test_a_person_has_one_phone_per_chat(telegram: Telegram, bot: Bot) -> None:
    anna = telegram.person("Анна", last_name="Иванова", username="anna", id=5)
    assert anna.chat_with(bot) is anna.chat_with(bot)
    assert anna.id == anna.chat_with(bot).id == 5
    chat = (await anna.chat_with(bot).says("x")).json["chat"]
    assert chat == {
        "id": 5,
        "type": "private",
        "first_name": "Анна",
        "last_name": "Иванова",
        "username": "anna",
    }


async def test_whoever_subscribes_learns_of_every_change(
    telegram: Telegram, api: Client, phone: Phone
) -> None:
    with telegram.changes.subscribed() as queue:
        message_id = await ask(api, phone)
        await api("editMessageText", chat_id=phone.id, message_id=message_id, text="x")
        await api("deleteMessage", chat_id=phone.id, message_id=message_id)
        await api("sendChatAction", chat_id=phone.id, action="typing")
        changes = [queue.get_nowait() for _ in range(queue.qsize())]
    assert [change.kind for change in changes] == ["message", "edited", "deleted", "action"]
    assert {change.chat_id for change in changes} == {phone.id}
    assert changes[0].bots == ("quality_week_bot",)
    assert changes[0].message_id == message_id
