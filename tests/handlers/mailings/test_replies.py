"""«Ответить министерству»: a coordinator's line to the admins."""

import pytest
from sqlalchemy import select

from models import Draft, FormKind
from sandbox.chats import Message
from tests.world import Someone, World

REPLY = "Ответить министерству"


async def written(world: World, olga: Someone, text: str = "Ждём <отчёты>") -> None:
    """To all the regions, and sent."""
    await olga.says("/broadcast")
    await olga.presses("Всем (89)")
    await olga.says(text)
    await olga.presses("Отправить")
    await world.mail()


def told(admin: Someone) -> list[Message]:
    return [each for each in admin.phone.messages if "На что:" in each.text]


async def test_a_line_reaches_all_admins_with_who_where_and_to_what(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область", "Анна <&>")
    await written(world, olga)
    await anna.presses(REPLY)
    assert "Ждём <отчёты>" in anna.screen
    assert anna.phone.messages[-2].text == "Ждём <отчёты>", "the ministry's message stays"
    await anna.says("Сдадим\n в <пятницу> & точка")
    assert anna.screen == "Передано администраторам министерства."
    for admin in (olga, pavel):
        (heard,) = told(admin)
        assert heard.text.startswith("Белгородская область, Анна <&>:\nСдадим в <пятницу> & точка")
        assert "сообщение «Ждём <отчёты>», сегодня в 12:00" in heard.text
    (act,) = await world.audit("mailing.answered")
    assert (act.person_id, act.region_code) == (anna.id, "31")
    await anna.says("Ещё")
    assert "не ждёт ответа" in anna.screen
    assert len(told(olga)) == 1


async def test_a_reminder_by_hand_can_be_answered_too(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/remind белгород")
    await olga.presses("Отправить")
    await world.mail()
    await anna.presses(REPLY)
    await anna.says("Помним")
    assert "напоминание, сегодня в 12:00" in told(olga)[0].text


async def test_what_cannot_be_passed_on_is_said_and_asked_for_again(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await written(world, olga)
    await anna.presses(REPLY)
    await anna.phone.sends_photo(b"\xff\xd8\xff")
    await world.settled()
    assert "только текст" in anna.screen
    await anna.says("\u2800")
    assert "нет текста" in anna.screen
    await anna.says("я" * 501)
    assert "предел – 500" in anna.screen
    assert told(olga) == []
    await anna.says("я" * 500)
    assert anna.screen.startswith("Передано")
    assert "я" * 500 in told(olga)[0].text


@pytest.mark.parametrize("leaving", ["answer", "cancel"])
async def test_the_event_being_reported_waits_and_is_offered_again(
    world: World, leaving: str
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses("Урок качества, занятие")
    await written(world, olga)
    await anna.presses(REPLY)
    for _ in range(2):  # the second tap asks nothing anew
        await anna.presses(REPLY)
        assert anna.toast == "Напишите ответ обычным сообщением."
    if leaving == "answer":
        await anna.says("Скоро")
    else:
        await anna.presses("Отмена")
    assert "Незаконченное мероприятие" in anna.screen
    await anna.presses("Продолжить")
    assert "Шаг 2 из 8" in anna.screen
    await anna.says("Урок качества")
    assert "Шаг 3 из 8" in anna.screen
    assert len(told(olga)) == (leaving == "answer")


async def test_a_command_in_between_is_no_answer_and_the_button_asks_again(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await written(world, olga)
    await anna.presses(REPLY)
    await anna.says("/events", "Не ответ")
    assert told(olga) == []
    await anna.presses(REPLY)
    await anna.says("Ответ")
    assert len(told(olga)) == 1
    await anna.presses("Отмена")
    await anna.phone.sees("уже передан или отменён")


async def test_an_event_interrupted_by_an_answer_that_a_command_interrupts_is_offered_too(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses("Урок качества, занятие")
    await written(world, olga)
    await anna.presses(REPLY)
    await anna.says("/report")
    await anna.presses(REPLY)
    await anna.says("Скоро")
    assert "Незаконченное мероприятие" in anna.screen


async def test_only_who_got_the_message_can_answer_it(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    late, ivan = await world.coordinator("Москва", "Вера"), world.stranger()
    await olga.says("/broadcast белгород", "Только Белгороду")
    await olga.presses("Отправить")
    await late.forges("reply:1")
    assert "ответить нельзя" in (late.toast or "")
    await anna.forges("reply:1")
    assert "ответить нельзя" in (anna.toast or ""), "not before it has been sent"
    await world.mail()
    await ivan.says("/start")
    await ivan.forges("reply:1")
    assert "не действует" in (ivan.toast or "")
    await late.says("Я тоже")
    assert "не ждёт ответа" in late.screen
    await olga.says("/people белгород")
    await anna.presses(REPLY)
    await olga.presses("Анна – Белгородская область", "Отключить", "Да, отключить")
    await anna.says("Поздно")
    assert told(olga) == []
    assert await world.set_aside() == 0


async def test_a_button_of_no_mailing_asks_for_a_line_about_anything(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.forges("reply:0")
    await anna.says("Есть вопрос")
    assert "Белгородская область, Анна:\nЕсть вопрос" in olga.screen
    assert await world.rows(select(Draft).where(Draft.form == FormKind.REPLY)) == []
