"""«Ответить министерству»: what a coordinator writes, and how the admins get it."""

import pytest
from sqlalchemy import select

from domain.correspondence.messages import Answered
from domain.events.fields import KINDS, field
from domain.refusal import Refusal
from domain.regions.directory import region_by_code
from domain.text.cleaning import clean_text
from handlers import phrases
from handlers.correspondence import texts
from handlers.event_form.texts.form import CONTINUE, DROP_DRAFT, draft_waits
from handlers.fallback import STALE_BUTTON
from handlers.forms import texts as form_texts
from handlers.mailings import texts as mailings
from handlers.people.texts import people as people_texts
from models import Draft, FormKind, Mailing
from models.region_message import TEXT_LIMIT
from sandbox.chats import Message
from tests.world import MOSCOW, Someone, World, plain

REPLY, SEND = phrases.REPLY, mailings.mailing.SEND
EVERYONE = mailings.mailing.with_number(mailings.mailing.EVERYONE, 89)
NAME, CITY = (field(key).worded("education") for key in ("name", "city"))


async def written(world: World, olga: Someone, text: str = "Ждём <отчёты>") -> None:
    """To all the regions, and sent."""
    await olga.says("/broadcast")
    await olga.presses(EVERYONE)
    await olga.says(text)
    await olga.presses(SEND)
    await world.mail()


async def in_the_form(world: World) -> Someone:
    """A coordinator who is asked for the name of a new event."""
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses(KINDS["education"])
    return anna


def heard(admin: Someone) -> list[str]:
    return [each.text for each in admin.phone.messages if texts.TO_WHAT in each.text]


def message(someone: Someone, text: str) -> Message:
    """The one that says so in their chat."""
    return next(each for each in someone.phone.messages if each.text == text)


async def passed_on(world: World, line: str, by: Someone, mailing: Mailing | None) -> str:
    """What the admins get of it, now."""
    return plain(
        texts.to_admins(
            line,
            Answered(mailing=mailing),
            by=await world.person(by),
            region=region_by_code("31"),
            now=world.clock(),
            zone=MOSCOW,
        )
    )


async def test_a_line_reaches_all_admins_with_who_where_and_to_what(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область", "Анна <&>")
    await written(world, olga)
    (mailing,) = await world.rows(select(Mailing))
    await anna.presses(REPLY)
    assert anna.screen == plain(texts.ask_coordinator(Answered(mailing=mailing), limit=TEXT_LIMIT))
    assert anna.phone.messages[-2].text == "Ждём <отчёты>", "the ministry's message stays"
    await anna.says("Сдадим\n в <пятницу> & точка")
    assert anna.screen == texts.PASSED_ON
    for admin in (olga, pavel):
        line = "Сдадим\nв <пятницу> & точка"
        assert heard(admin) == [await passed_on(world, line, anna, mailing)]
    (act,) = await world.audit("message.ministry")
    assert (act.person_id, act.region_code) == (anna.id, "31")
    await anna.says("Ещё")
    assert "Отправить это министерству?" in anna.screen
    assert len(heard(olga)) == 1


async def test_a_reminder_by_hand_can_be_answered_too(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/remind белгород")
    await olga.presses(SEND)
    await world.mail()
    await anna.presses(REPLY)
    await anna.says("Помним")
    (mailing,) = await world.rows(select(Mailing))
    assert heard(olga) == [await passed_on(world, "Помним", anna, mailing)]


async def test_what_cannot_be_passed_on_is_said_and_asked_for_again(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await written(world, olga)
    await anna.presses(REPLY)
    question = anna.screen
    await anna.sends_photo()
    assert anna.screen == f"{texts.ONLY_TEXT}\n\n{question}"
    for text in ("\u2800", "я" * (TEXT_LIMIT + 1)):
        with pytest.raises(Refusal) as refused:
            clean_text(text, limit=TEXT_LIMIT)
        await anna.says(text)
        assert anna.screen == f"{refused.value}\n\n{question}"
    assert heard(olga) == []
    await anna.says("я" * TEXT_LIMIT)
    assert anna.screen == texts.PASSED_ON
    assert "я" * TEXT_LIMIT in heard(olga)[0]


async def test_a_caption_is_passed_on_and_the_picture_said_not_to_be(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await written(world, olga)
    (mailing,) = await world.rows(select(Mailing))
    await anna.presses(REPLY)
    await anna.sends_photo("Так прошёл урок")
    left = "Фото не передаётся, записана только подпись: «Так прошёл урок»."
    assert anna.screen == f"{left}\n\n{texts.PASSED_ON}"
    assert heard(olga) == [await passed_on(world, "Так прошёл урок", anna, mailing)]


async def test_a_message_of_the_ministry_is_answered_by_replying_to_it(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await written(world, olga)
    await written(world, olga, "И ещё")
    first, _ = await world.rows(select(Mailing).order_by(Mailing.id))
    await anna.replies("Сдадим в пятницу", message(anna, "Ждём <отчёты>"))
    assert anna.screen == texts.PASSED_ON
    assert heard(olga) == [await passed_on(world, "Сдадим в пятницу", anna, first)]
    assert await world.rows(select(Draft)) == []


async def test_a_reply_in_the_middle_of_an_event_leaves_its_form_open(world: World) -> None:
    olga, anna = await world.admin(), await in_the_form(world)
    await written(world, olga)
    (mailing,) = await world.rows(select(Mailing))
    await anna.replies("Сдадим в пятницу", message(anna, "Ждём <отчёты>"))
    *_, passed, question = anna.phone.messages
    assert passed.text == texts.PASSED_ON
    assert NAME.question in question.text
    assert heard(olga) == [await passed_on(world, "Сдадим в пятницу", anna, mailing)]
    await anna.says("Урок качества")
    assert CITY.question in anna.screen
    (draft,) = await world.rows(select(Draft))
    assert draft.answers["name"] == "Урок качества"


async def test_a_reply_that_cannot_be_passed_on_is_asked_for_again_before_the_form_goes_on(
    world: World,
) -> None:
    olga, anna = await world.admin(), await in_the_form(world)
    await written(world, olga)
    (mailing,) = await world.rows(select(Mailing))
    await anna.replies("я" * (TEXT_LIMIT + 1), message(anna, "Ждём <отчёты>"))
    assert plain(texts.ask_coordinator(Answered(mailing=mailing), limit=TEXT_LIMIT)) in anna.screen
    assert heard(olga) == []
    await anna.says("Сдадим")
    assert heard(olga) == [await passed_on(world, "Сдадим", anna, mailing)]
    assert CONTINUE in anna.buttons
    await anna.presses(CONTINUE)
    assert NAME.question in anna.screen


@pytest.mark.parametrize("leaving", ["answer", "cancel"])
async def test_the_event_being_reported_waits_and_is_offered_again(
    world: World, leaving: str
) -> None:
    olga, anna = await world.admin(), await in_the_form(world)
    await written(world, olga)
    await anna.presses(REPLY)
    for _ in range(2):  # the second tap asks nothing anew
        await anna.presses(REPLY)
        assert anna.toast == texts.ASKED_ALREADY
    if leaving == "answer":
        await anna.says("Скоро")
    else:
        await anna.presses(form_texts.CANCEL)
    assert DROP_DRAFT in anna.buttons
    await anna.presses(CONTINUE)
    assert NAME.question in anna.screen
    await anna.says("Урок качества")
    assert CITY.question in anna.screen
    assert len(heard(olga)) == (leaving == "answer")


async def test_a_command_in_between_is_no_answer_and_the_button_asks_again(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await written(world, olga)
    await anna.presses(REPLY)
    before = len(anna.phone.messages)
    await anna.says("/cancel", "/events")
    said = "\n".join(each.text for each in anna.phone.messages[before:] if each.from_bot)
    assert "Ввод прерван." in said
    assert "Вы не отправили" not in said, "nothing was written, so nothing waits"
    await anna.says("Не ответ")
    assert heard(olga) == []
    await anna.presses(texts.DO_NOT_SEND, REPLY)
    await anna.says("Ответ")
    assert len(heard(olga)) == 1
    await anna.presses(form_texts.CANCEL)
    await anna.phone.sees(texts.CANCELLED_ALREADY)


async def test_an_event_interrupted_by_an_answer_that_a_command_interrupts_is_offered_too(
    world: World,
) -> None:
    olga, anna = await world.admin(), await in_the_form(world)
    await written(world, olga)
    await anna.presses(REPLY)
    await anna.says("/report")
    await anna.presses(REPLY)
    await anna.says("Скоро")
    (event,) = await world.rows(select(Draft))
    assert anna.screen == plain(draft_waits(event))


async def test_only_who_got_the_message_can_answer_it(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    late, ivan = await world.coordinator("Москва", "Вера"), world.stranger()
    await olga.says("/broadcast белгород", "Только Белгороду")
    await olga.presses(SEND)
    await late.forges("reply:1")
    assert late.toast == texts.IS_GONE
    await anna.forges("reply:1")
    assert anna.toast == texts.IS_GONE, "not before it has been sent"
    await world.mail()
    await ivan.says("/start")
    await ivan.forges("reply:1")
    assert ivan.toast == STALE_BUTTON
    person = await world.person(anna)
    await olga.says("/people белгород")
    await anna.presses(REPLY)
    await olga.presses(phrases.person_button(person), people_texts.REMOVE, people_texts.REMOVE_SURE)
    await anna.says("Поздно")
    assert heard(olga) == []
    assert await world.set_aside() == 0


async def test_what_is_typed_out_of_the_blue_is_offered_to_the_ministry(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.says("/help", "/tuda")
    assert "Отправить" not in anna.screen
    await anna.sends_photo("Подскажите срок?")
    assert "записана только подпись: «Подскажите срок?»" in anna.screen
    asked = plain(texts.confirm_for_ministry("Подскажите срок?"))
    assert anna.screen.endswith(f"{texts.NOT_EXPECTED}\n\n{asked}")
    await anna.presses(texts.DO_NOT_SEND)
    assert anna.screen == texts.CANCELLED
    await anna.says("Подскажите срок?")
    assert "только подпись" not in anna.screen
    await anna.says("да")
    assert anna.screen == texts.PASSED_ON
    assert olga.screen == await passed_on(world, "Подскажите срок?", anna, None)
    # Nothing of the kind to whoever is in the middle of an event.
    await anna.says("/new")
    await anna.presses(KINDS["education"])
    await anna.says("/help", "А ещё?")
    assert CONTINUE in anna.buttons


async def test_a_button_of_no_mailing_asks_for_a_line_about_anything(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.forges("reply:0")
    await anna.says("Есть вопрос")
    assert olga.screen == await passed_on(world, "Есть вопрос", anna, None)
    assert await world.rows(select(Draft).where(Draft.form == FormKind.REPLY)) == []
