"""What a bot hears and may do in a group."""

from dataclasses import dataclass

import pytest

from sandbox.bots import Bot
from sandbox.people import Group, Person
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Client


@dataclass
class Headquarters:
    group: Group
    anna: Person
    phone: Phone
    bot: Bot

    @property
    def heard(self) -> list[str]:
        messages = [update for update in self.bot.updates.pending if update.kind == "message"]
        return [update.payload.get("text", "") for update in messages]


@pytest.fixture
def headquarters(telegram: Telegram, bot: Bot) -> Headquarters:
    anna, group = telegram.person("Анна"), telegram.group("Штаб")
    group.add(anna, by=anna)
    group.add(bot, by=anna)
    bot.updates.keep_last(0)
    return Headquarters(group, anna, anna.chat_in(group), bot)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("Всем привет", False),
        ("/start", True),
        ("/start@quality_week_bot", True),
        ("/start@Quality_Week_Bot x", True),
        ("/start@other_bot", False),
        ("@quality_week_bot привет", False),
    ],
)
async def test_a_bot_hears_only_commands_for_it(
    headquarters: Headquarters, text: str, heard: bool
) -> None:
    await headquarters.phone.says(text)
    assert headquarters.heard == ([text] if heard else [])


async def test_a_bot_hears_replies_to_it(api: Client, headquarters: Headquarters) -> None:
    await api("sendMessage", chat_id=headquarters.group.id, text="Вопрос")
    await headquarters.phone.replies("Мимо", to=headquarters.phone.messages[0])
    await headquarters.phone.replies("Ответ", to=headquarters.phone.last)
    assert headquarters.heard == ["Ответ"]


async def test_a_bare_command_is_for_the_bot_that_has_spoken_last(
    telegram: Telegram, api: Client, headquarters: Headquarters
) -> None:
    other = telegram.add_bot("1000002:" + "B" * 35, "other_bot", "Другой")
    headquarters.group.add(other, by=headquarters.anna)
    headquarters.bot.updates.keep_last(0)
    await headquarters.phone.says("/one")
    await api("sendMessage", chat_id=headquarters.group.id, text="x")
    await headquarters.phone.says("/two")
    assert headquarters.heard == ["/two"]


async def test_a_bot_learns_who_comes_and_goes(
    telegram: Telegram, bot: Bot, headquarters: Headquarters
) -> None:
    boris = telegram.person("Борис")
    headquarters.group.add(boris, by=headquarters.anna)
    headquarters.group.remove(boris, by=headquarters.anna)
    headquarters.group.remove(bot, by=headquarters.anna)
    await headquarters.phone.says("/start")
    come, gone, own, status = (update.payload for update in bot.updates.pending)
    assert come["new_chat_members"][0]["first_name"] == "Борис"
    assert gone["left_chat_member"]["first_name"] == "Борис"
    assert own["left_chat_member"]["id"] == bot.user.id
    assert status["new_chat_member"]["status"] == "kicked"


async def test_a_button_in_a_group_is_pressed_by_anyone(
    telegram: Telegram, api: Client, bot: Bot, headquarters: Headquarters
) -> None:
    markup = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
    await api("sendMessage", chat_id=headquarters.group.id, text="?", reply_markup=markup)
    boris = telegram.person("Борис")
    boris.chat_in(headquarters.group).press("Да")
    assert bot.updates.pending[-1].payload["from"]["id"] == boris.id


async def test_a_group_has_no_bot_to_block(headquarters: Headquarters) -> None:
    with pytest.raises(ValueError, match="which bot"):
        await headquarters.phone.blocks()
