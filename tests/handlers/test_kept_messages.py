"""A message that somebody needs to keep stays as it is, whichever of its buttons is pressed."""

import pytest
from sqlalchemy import select

from domain.events.fields import field
from handlers import phrases
from handlers.callbacks import ReviewReport
from handlers.correspondence.texts import ANSWER
from handlers.event_form.texts import form, saved_events
from handlers.keyboards import KEPT
from handlers.mailings import texts as mailings
from handlers.menu import EXPORT
from handlers.region_report.texts.report import SUBMIT_ANYWAY
from handlers.review import texts as review
from models import Event
from sandbox.chats import Message
from tests.sweep import callbacks, presses
from tests.world import Someone, World

NO_LINKS = "Нет ссылок."
EXTRA = "До трёх мероприятий."


def kept_by(someone: Someone) -> list[Message]:
    return [
        message
        for message in someone.phone.messages
        if any(
            button.data and button.data.startswith(KEPT) for row in message.rows for button in row
        )
    ]


async def returns(admin: Someone, label: str, comment: str) -> None:
    await admin.presses(label)
    await admin.says(comment)
    await admin.presses(review.returning.SEND)


async def season(world: World) -> tuple[Someone, Someone]:
    """An admin and a coordinator who have got a message of every kind that is kept."""
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.remind(world.clock().replace(day=22, hour=12))
    for say in ("/broadcast белгород", "/remind белгород"):
        await olga.says(say)
        if say.startswith("/broadcast"):
            await olga.says("Ждём отчёты")
        await olga.presses(mailings.mailing.SEND)
        await world.mail()
    await anna.reports()
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await olga.says("/events")
    await olga.presses(olga.buttons[0])
    await returns(olga, review.decisions.RETURN_EVENT, NO_LINKS)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT, SUBMIT_ANYWAY)
    await olga.says("/events")
    await olga.forges(ReviewReport(code="31").pack())
    await returns(olga, phrases.RETURN_REPORT, EXTRA)
    await anna.says("/help")
    await anna.presses(phrases.WRITE)
    await anna.says("Мероприятий больше не будет")
    await olga.presses(ANSWER)
    await olga.says("Спасибо, учтём")
    await olga.taps(EXPORT.label or "")
    return olga, anna


@pytest.mark.long
async def test_no_press_changes_a_message_that_is_kept(world: World) -> None:
    olga, anna = await season(world)
    words = {
        anna: (
            "Неделе качества",
            "Ждём отчёты",
            "№ 1 сохранено",
            "Отчёт сдан",
            NO_LINKS,
            EXTRA,
            "учтём",
        ),
        olga: ("сдан снова", "больше не будет", "Неделя качества"),
    }
    for someone, expected in words.items():
        kept = kept_by(someone)
        for said in expected:
            assert any(said in message.text for message in kept), said
        before = {message.id: (message.text, message.rows) for message in kept}
        for message in kept:
            for button in (button for row in message.rows for button in row if button.data):
                last = someone.phone.last
                someone.phone.press(button.label, message)
                await someone.waits()
                answered = someone.phone.last.id > last.id or someone.toast
                assert answered, f"«{button.label}» of «{message.text}»"
        after = {message.id: (message.text, message.rows) for message in someone.phone.messages}
        assert {id_: after[id_] for id_ in before} == before
    assert await world.set_aside() == 0


async def test_the_comment_stays_in_sight_while_the_event_is_mended(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.event(anna)
    await olga.says("/events")
    await olga.presses(olga.buttons[0])
    await returns(olga, review.decisions.RETURN_EVENT, NO_LINKS)
    (event,) = await world.rows(select(Event))
    for label in (review.returning.mend(event), field("participants").title):
        await anna.presses(label)
        assert NO_LINKS in anna.screen
    await anna.says("60")
    assert "Исправлено" in anna.screen
    assert NO_LINKS in anna.screen
    # From the list, where each screen takes the place of the one before.
    await anna.says("/events")
    for label in (phrases.event_button(await _event(world)), form.EDIT, field("city").title):
        await anna.presses(label)
        assert NO_LINKS in anna.screen
    await anna.presses(form.KEEP_AS_IT_IS, saved_events.DELETE, saved_events.DELETE_SURE)
    await anna.presses(review.returning.mend(event))
    assert anna.screen == form.EVENT_GONE


async def test_a_button_from_before_messages_were_kept_still_works(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    event = await world.event(anna)
    await anna.forges(f"event:{event.id}")
    assert f"№ {event.number}" in anna.screen


def test_the_mark_leaves_room_for_the_longest_button() -> None:
    longest = max((data for kind in callbacks() for data in presses(kind, 2**62)), key=len)
    assert len(f"{KEPT}{longest}".encode()) <= 64


async def _event(world: World) -> Event:
    (event,) = await world.rows(select(Event))
    return event
