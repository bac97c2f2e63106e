"""Whatever may be long is as long as it can be, and longer: it is answered in a sentence, nothing
of it is saved, and the form goes on where it was."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import select

from handlers.event_form.texts.form import kind_button
from models import Draft, Event
from sandbox.phone import Phone
from tests.world import JPEG, World

OVERSIZED: dict[str, Callable[[Phone], Awaitable[object]]] = {
    "a text of twenty messages": lambda phone: phone.pastes("Ж" * 4096 * 20),
    "a text of signs that join": lambda phone: phone.pastes("е\u0301" * 2000),
    "a text that is longer as HTML": lambda phone: phone.says("&" * 4096),
    "a caption": lambda phone: phone.sends_photo(JPEG, "Ж" * 1024),
    "an album of ten": lambda phone: phone.sends_album(*[JPEG] * 10, caption="Ж" * 1024),
    "a hundred links": lambda phone: phone.says(" ".join(["https://vk.com/wall1_2"] * 100)),
    "one long link": lambda phone: phone.says(f"https://vk.com/{'a' * 4000}"),
    "a file's name": lambda phone: phone.sends_document(f"{'Ж' * 4000}.pdf", b"x"),
    "a start payload": lambda phone: phone.says(f"/start {'A' * 4000}"),
    "a command": lambda phone: phone.says(f"/{'a' * 4000}"),
    "a number": lambda phone: phone.says("9" * 4096),
    "a contact": lambda phone: phone.sends(
        {"contact": {"phone_number": "9" * 4000, "first_name": "Ж" * 4000, "vcard": "x" * 9000}}
    ),
}


@pytest.mark.parametrize("answers", [(), ("Урок качества", "Белгород", "Школа № 5", "3")])
async def test_what_is_too_long_is_answered_and_changes_nothing(
    world: World, answers: tuple[str, ...]
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses(kind_button("education"))
    await anna.says(*answers)
    (before,) = await world.rows(select(Draft))
    for what, send in OVERSIZED.items():
        world.clock.pass_(minutes=1)  # or it would be a further part of the text before
        so_far = len(world.telegram.journal.calls(chat_id=anna.id))
        await anna.does(send(anna.phone))
        assert len(world.telegram.journal.calls(chat_id=anna.id)) > so_far, what
        (after,) = await world.rows(select(Draft))
        assert after.step == before.step, what
        # Links are kept for the question that asks for them.
        beside = {"links_beside": after.answers.get("links_beside")}
        assert after.answers | beside == before.answers | beside, what
    assert await world.set_aside() == 0
    assert await world.rows(select(Event)) == []
