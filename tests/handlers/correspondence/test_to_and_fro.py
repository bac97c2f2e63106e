"""An admin answers a coordinator, who answers again; the other admins see it; all is on record."""

import asyncio

import pytest
from sqlalchemy import select

from domain.people.redaction import WORDLESS
from domain.regions.directory import region_by_code
from handlers import phrases
from handlers.callbacks import AnswerMessage, ReplyToDecision
from handlers.correspondence import texts
from handlers.deadlines import texts as deadlines
from handlers.fallback import NOT_WAITING_FOR_TEXT
from handlers.forms import texts as form_texts
from handlers.joining import texts as joining
from handlers.notifications import not_delivered
from handlers.people import texts as people
from handlers.review import texts as review
from models import AuditAction, AuditEntry, Draft, Person, RegionMessage
from models.region_message import TEXT_LIMIT
from tests.world import MOSCOW, Someone, World, plain

REPLY, WRITE, ANSWER = phrases.REPLY, phrases.WRITE, texts.ANSWER
REGION = region_by_code("31")
QUESTION = "Ссылок <нет>,\nурок был закрытый"


async def writes(someone: Someone, text: str = QUESTION) -> None:
    """To the ministry, by the button below /help."""
    await someone.says("/help")
    await someone.presses(WRITE)
    await someone.says(text)


async def desk(world: World) -> tuple[Someone, Someone, Someone]:
    """Two admins and a coordinator, who has written to them."""
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator(REGION.name)
    await writes(anna)
    return olga, pavel, anna


async def messages(world: World) -> list[RegionMessage]:
    return list(await world.rows(select(RegionMessage).order_by(RegionMessage.id)))


def asked(world: World, question: RegionMessage) -> str:
    """What an admin is asked who presses «Ответить»."""
    return plain(
        texts.ask_admin(question, newest=None, limit=TEXT_LIMIT, now=world.clock(), zone=MOSCOW)
    )


async def test_a_question_an_answer_and_a_thank_you_reach_both_sides(world: World) -> None:
    olga, pavel, anna = await desk(world)
    world.clock.pass_(minutes=5)
    await olga.presses(ANSWER)
    (question,) = await messages(world)
    assert olga.screen == asked(world, question)
    await olga.says("Тогда <оставьте> как есть.")
    assert olga.screen == plain(texts.sent(question))
    by, now = await world.person(olga), world.clock()
    answer = "Тогда <оставьте> как есть."
    told = texts.to_coordinator(answer, question, by=by, now=now, zone=MOSCOW)
    assert anna.screen == plain(told)
    assert QUESTION in anna.screen, "with what she asked"
    seen = plain(texts.to_other_admins(answer, question, by=by, now=now, zone=MOSCOW))
    assert pavel.screen == seen
    calls = [call for call in world.telegram.journal if call.chat_id == pavel.id]
    assert calls[-1].params["disable_notification"] is True

    # He adds something, knowing what has been answered; she answers both by swiping the first.
    await pavel.presses(ANSWER)
    assert "Тогда <оставьте> как есть." in pavel.screen
    await pavel.says("И сдайте снова.")
    assert "И сдайте снова." in olga.screen
    assert anna.screen.startswith("Минпромторг России, Павел:\nИ сдайте снова.")
    first = next(each for each in anna.phone.messages if "Ольга Админ:\nТогда" in each.text)
    await anna.replies("Спасибо", first)
    assert anna.screen == texts.PASSED_ON
    for admin in (olga, pavel):
        assert admin.screen.startswith(f"{REGION.name}, Анна:\nСпасибо")
        assert "(Ольга Админ)" in admin.screen
    await pavel.replies("Пожалуйста", pavel.phone.last)
    assert anna.screen.startswith("Минпромторг России, Павел:\nПожалуйста")

    await olga.says("/history белгород")
    for words in ("Ссылок <нет>", "Тогда <оставьте>", "И сдайте снова", "Спасибо", "Пожалуйста"):
        assert words in olga.screen
    await olga.says(f"/history {anna.id}")
    assert f"{AuditAction.MESSAGE_TO_COORDINATOR.label}: Анна" in olga.screen
    assert [(row.from_ministry, row.message_id) for row in await messages(world)] == [
        (False, None), (True, 1), (True, 1), (False, 2), (True, 4),
    ]  # fmt: skip
    assert await world.set_aside() == 0


async def test_two_admins_answer_at_once_and_both_answers_arrive(world: World) -> None:
    olga, pavel, anna = await desk(world)
    await asyncio.gather(olga.presses(ANSWER), pavel.presses(ANSWER))
    await asyncio.gather(olga.says("Первый"), pavel.says("Второй"))
    came = [each.text for each in anna.phone.messages if "Минпромторг России, " in each.text]
    assert sorted(text.split("\n")[1] for text in came) == ["Второй", "Первый"]
    assert any("Отвечает Павел:\nВторой" in each.text for each in olga.phone.messages)
    assert any("Отвечает Ольга Админ:\nПервый" in each.text for each in pavel.phone.messages)
    await olga.presses(ANSWER)
    await olga.presses(ANSWER)
    assert olga.toast == texts.ASKED_ALREADY
    await olga.presses(form_texts.CANCEL)
    assert olga.screen == texts.CANCELLED


async def test_an_answer_goes_out_though_the_form_that_was_open_has_lost_its_point(
    world: World,
) -> None:
    olga, _, anna = await desk(world)
    question, ivan = olga.phone.last, world.stranger()
    await ivan.asks_for_access("Тверская")
    await olga.presses(joining.requests.DECLINE)
    await ivan.opens(await world.link(await world.admin("Павел", which=1), "Тверская"))
    await ivan.presses(joining.invitation.YES_RIGHT)
    await olga.replies("Сдавайте", question)
    assert "Сдавайте" in anna.screen
    assert olga.screen == joining.requests.NO_REQUESTS
    assert await world.set_aside() == 0


async def test_a_button_of_another_bot_that_begins_like_ours_names_nothing(world: World) -> None:
    """A message that was sent through an inline bot stands in the chat with that bot's buttons."""
    olga, _, anna = await desk(world)
    foreign = {"text": "?", "callback_data": "answer:all"}
    olga.phone.last.json["reply_markup"] = {"inline_keyboard": [[foreign]]}
    await olga.replies("Сдавайте", olga.phone.last)
    assert texts.NOT_EXPECTED in olga.screen
    assert anna.screen == texts.PASSED_ON
    assert await world.set_aside() == 0


async def test_a_return_is_answered_with_its_comment_and_stays_in_the_chat(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION.name)
    await world.event(anna)
    await olga.says("/events")
    await olga.presses(olga.buttons[0], review.decisions.RETURN_EVENT)
    await olga.says("Нет <ссылок>.")
    await olga.presses(review.returning.SEND)
    returned = anna.phone.last
    await anna.presses(REPLY)
    assert "(№ 1)\nНет <ссылок>." in anna.screen
    await anna.says("Их и не было")
    assert anna.phone.messages[-4].text == returned.text
    assert "Их и не было" in olga.screen
    assert "Нет <ссылок>." in olga.screen
    await anna.replies("Ещё раз: их не было", returned)
    assert "Ещё раз" in olga.screen
    # A decision about another region, or an action that is none, is nobody's to answer.
    boris = await world.coordinator("Москва", "Борис")
    entries = await world.rows(select(AuditEntry).order_by(AuditEntry.id))
    for entry in entries:
        await boris.forges(ReplyToDecision(decision=entry.id).pack())
        assert boris.toast == texts.IS_GONE
    added = next(each for each in entries if each.action == AuditAction.EVENT_ADDED)
    await anna.forges(ReplyToDecision(decision=added.id).pack())
    assert anna.toast == texts.IS_GONE
    await boris.forges(AnswerMessage(message=1).pack())
    assert boris.toast == texts.IS_GONE


async def test_a_yes_and_a_word_of_the_forms_are_answers_here(world: World) -> None:
    olga, _, anna = await desk(world)
    for word in ("Да", "Готово"):
        await olga.presses(ANSWER)
        await olga.says(word)
        assert anna.screen.startswith(f"Минпромторг России, Ольга Админ:\n{word}\n")


async def test_more_time_and_its_end_are_answered_too(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION.name)
    await olga.says("/extend белгород 5 декабря", "Ремонт")
    await olga.presses(deadlines.extensions.GRANT)
    granted = anna.screen
    await anna.presses(REPLY)
    await anna.says("Спасибо")
    assert "Спасибо\n\nВ ответ на «Срок продлён», сегодня в 12:00\nРемонт" in olga.screen
    assert any(each.text == granted for each in anna.phone.messages)


async def test_what_is_typed_without_a_button_is_offered_to_whoever_wrote_last(
    world: World,
) -> None:
    olga, pavel, anna = await desk(world)
    boris = await world.coordinator("Москва", "Борис")
    await olga.says("/events")  # a list is open, in which nothing is typed
    await olga.says("Хорошо")
    assert texts.NOT_EXPECTED in olga.screen
    assert "Анна" in olga.screen
    await olga.says("Сдавайте")
    await writes(boris, "А нам?")
    assert anna.screen == texts.PASSED_ON, "nothing has been sent yet"
    # Meant for the other one: the text goes along.
    await olga.presses(ANSWER)
    assert "Москва, Борис:\nХорошо\nСдавайте" in olga.screen
    await olga.presses(texts.SEND)
    assert boris.screen.startswith("Минпромторг России, Ольга Админ:\nХорошо\nСдавайте")
    assert anna.screen == texts.PASSED_ON
    await boris.says("Спасибо")
    assert "Отправить это министерству?\nСпасибо" in boris.screen
    await boris.says("да")
    assert olga.screen.startswith("Москва, Борис:\nСпасибо")
    # Interrupted before it was sent, the text waits; a no leaves it unsent.
    await pavel.says("Пожалуйста", "/status")
    assert pavel.screen == plain(texts.waits("Пожалуйста"))
    await pavel.presses(texts.GO_ON, texts.DO_NOT_SEND)
    assert pavel.screen == texts.CANCELLED
    world.clock.pass_(days=4)
    await pavel.says("Пожалуйста")
    assert pavel.screen == NOT_WAITING_FOR_TEXT
    assert len(await messages(world)) == 4


@pytest.mark.parametrize("way", ["button", "swipe"])
async def test_what_cannot_be_passed_on_is_said_and_nothing_is_lost(world: World, way: str) -> None:
    olga, _, anna = await desk(world)
    if way == "button":
        await olga.presses(ANSWER)
        await olga.sends_photo()
    else:
        await olga.does(olga.phone.replies("я" * (TEXT_LIMIT + 1), olga.phone.last))
    (question,) = await messages(world)
    assert asked(world, question) in olga.screen
    await olga.sends_sticker()
    assert olga.screen.startswith(texts.ONLY_TEXT)
    await olga.sends_photo("С подписью")
    assert "Фото не передаётся, записана только подпись: «С подписью»." in olga.screen
    assert "С подписью" in anna.screen


async def test_an_answer_that_does_not_arrive_is_told_with_its_text(world: World) -> None:
    olga, pavel, anna = await desk(world)
    await olga.presses(ANSWER)
    await anna.blocks()
    (question,) = await messages(world)
    await olga.says("Не дойдёт")
    assert olga.screen == plain(texts.not_sent(texts.has_blocked(question), "Не дойдёт"))
    await pavel.presses(ANSWER)
    assert pavel.toast == texts.has_blocked(question)
    async with world.app.database.transaction() as session:  # blocked while the bot was down
        person = await session.get_one(Person, anna.id)
        person.blocked_at = None
    await pavel.replies("Тоже не дойдёт", next(
        each for each in pavel.phone.messages if QUESTION in each.text
    ))  # fmt: skip
    assert pavel.screen == plain(not_delivered(await world.person(anna), REGION))
    await anna.unblocks()
    await anna.says("/start")
    await olga.presses(ANSWER)
    await pavel.says("/people белгород")
    name = phrases.person_button(await world.person(anna))
    await pavel.presses(name, people.people.REMOVE, people.people.REMOVE_SURE)
    await olga.says("Поздно")
    assert olga.screen == plain(texts.not_sent(texts.has_left(question), "Поздно"))
    assert await world.rows(select(Draft)) == []
    assert [row.text for row in await messages(world)] == [QUESTION, "Тоже не дойдёт"]


async def test_without_an_admin_who_can_be_reached_it_is_said_so(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION.name)
    await olga.blocks()
    await writes(anna)
    assert anna.screen == texts.NOBODY_HEARS


async def test_erasing_takes_a_persons_words_and_their_name_out_of_the_ministrys(
    world: World,
) -> None:
    olga = await world.admin()
    anna = await world.coordinator(REGION.name, "Анна Неповторимая")
    await writes(anna)
    await olga.presses(ANSWER)
    await olga.says("Анна Неповторимая, спасибо")
    await olga.says(f"/people {anna.id}")
    await olga.presses(people.erasure.ERASE, people.erasure.ERASE_SURE)
    own, answer = await messages(world)
    assert own.text == WORDLESS
    assert answer.text.endswith("█, спасибо")
    assert own.coordinator_id == own.author_id == answer.coordinator_id < 0
    await olga.says("/history белгород")
    assert QUESTION not in olga.screen
    assert "Неповторимая" not in olga.screen
    question = next(each for each in olga.phone.messages if QUESTION in each.text)
    await olga.replies("Кому?", question)
    assert olga.screen.startswith(texts.IS_ERASED)
    assert await world.set_aside() == 0


async def test_the_longest_messages_fit_on_every_screen(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Ханты-Мансийский", "Ы" * 60)
    await writes(anna, "Щ" * TEXT_LIMIT)
    await olga.presses(ANSWER)
    await olga.says("Ю" * TEXT_LIMIT)
    await pavel.presses(ANSWER)
    assert "Ю" * 200 in pavel.screen
    await anna.says("Щ" * TEXT_LIMIT)
    await anna.presses(texts.SEND)
    assert "Щ" * TEXT_LIMIT in pavel.screen
    assert "Ю" * 200 in pavel.screen
