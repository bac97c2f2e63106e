"""What comes from groups, channels and bots, or through them: it reaches nothing, and the bot is
silent or says where it works."""

from typing import Any

import pytest
from sqlalchemy import select

from models import Person
from tests.bot.updates.desk import update
from tests.world import World

BOT = {"id": 777, "is_bot": True, "first_name": "Чужой бот"}
# Under this account Telegram shows whoever writes as a group, or as a channel.
ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
GROUP = {"id": -5, "type": "supergroup", "title": "Штаб"}
CHANNEL = {"id": -6, "type": "channel", "title": "Новости"}


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("message", {"from": BOT}),
        ("message", {"from": BOT, "chat": GROUP}),
        ("message", {"from": ANONYMOUS, "sender_chat": GROUP, "chat": GROUP}),
        ("edited_message", {"from": ANONYMOUS, "sender_chat": GROUP, "chat": GROUP}),
        ("message", {"chat": CHANNEL, "sender_chat": CHANNEL, "from": None}),
        ("channel_post", {"chat": CHANNEL, "sender_chat": CHANNEL}),
        ("business_message", {"business_connection_id": "1"}),
        ("guest_message", {}),
    ],
)
async def test_whoever_is_nobody_in_a_chat_of_their_own_is_known_by_nothing(
    world: World, kind: str, content: dict[str, Any]
) -> None:
    olga = await world.admin()
    people = {olga.id}
    before = len(world.telegram.journal.calls("sendMessage"))
    message = update(1, olga.id, text="/export", **content)["message"]
    await world.app.inbox.receive([{"update_id": 1, kind: message}])
    await world.app.inbox.idle()
    said = world.telegram.journal.calls("sendMessage")[before:]
    assert [call for call in said if "только в личных сообщениях" not in call.params["text"]] == []
    assert {person.id for person in await world.rows(select(Person))} == people
    assert await world.set_aside() == 0


@pytest.mark.parametrize(
    "through",
    [
        {"via_bot": BOT},
        {"forward_origin": {"type": "user", "sender_user": BOT, "date": 0}},
        {"forward_origin": {"type": "chat", "sender_chat": GROUP, "date": 0}},
        {"sender_chat": CHANNEL},
        {"sender_business_bot": BOT},
    ],
    ids=lambda each: "".join(each),
)
async def test_what_comes_through_a_bot_is_the_persons_own_and_no_more(
    world: World, through: dict[str, Any]
) -> None:
    ivan = world.stranger()
    await ivan.says("/start")
    message = update(1, ivan.id, text="/export", message_id=9_999, **through)["message"]
    await world.app.inbox.receive([{"update_id": 1, "message": message}])
    await world.app.inbox.idle()
    assert world.telegram.journal.calls("sendDocument") == []
    assert "доступ" in ivan.screen
    assert await world.set_aside() == 0
