"""What a person sees of a chat, and waiting until something is there."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from sandbox.bots import Bot
from sandbox.chats import Answer, Chat, Message, Press, User, shown_row
from sandbox.journal import Journal
from sandbox.keyboards import Button
from sandbox.world import World

T = TypeVar("T")

PATIENCE = 15.0
ACTION_SHOWN = timedelta(seconds=5)


class Screen:
    """Whatever waits takes `within` in seconds, and fails with the screen and the last calls.

    `bot` is None in a group, where there may be several.
    """

    def __init__(
        self, world: World, journal: Journal, user: User, chat: Chat, bot: Bot | None
    ) -> None:
        self._world = world
        self._journal = journal
        self._user = user
        self._chat = chat
        self._bot = bot
        self._acted = 0
        self._presses: list[Press] = []

    @property
    def id(self) -> int:
        return self._chat.id

    @property
    def started(self) -> bool:
        """Whether the person has ever written here: until then a bot may not."""
        return self._chat.started

    @property
    def blocked(self) -> bool:
        return self._chat.statuses[self._only_bot().user.id] == "kicked"

    @property
    def messages(self) -> list[Message]:
        """Oldest first; edited ones in place, deleted ones gone."""
        return [message for message in self._chat.messages.values() if not message.deleted]

    @property
    def last(self) -> Message:
        """The newest message from a bot."""
        for message in reversed(self.messages):
            if message.from_bot:
                return message
        raise AssertionError(self._report("no message from a bot"))

    @property
    def sent(self) -> Message:
        """The newest message of the person's own."""
        for message in reversed(self.messages):
            if message.json["from"]["id"] == self._user.id:
                return message
        raise AssertionError(self._report("nothing sent yet"))

    @property
    def keyboard(self) -> list[list[Button]]:
        """The reply keyboard, row by row; empty if there is none."""
        return self._chat.keyboard.rows if self._chat.keyboard else []

    @property
    def action(self) -> str | None:
        """What the bot is said to be doing, as "typing"."""
        name, since = self._chat.action or (None, self._world.now())
        return name if self._world.now() - since < ACTION_SHOWN else None

    @property
    def answers(self) -> list[Answer]:
        """The toasts and alerts that this person's presses have brought, oldest first."""
        return [press.answer for press in self._presses if press.answer]

    @property
    def commands(self) -> list[tuple[str, str]]:
        """The bot's menu for this person: commands and their descriptions."""
        found = self._only_bot().shown_commands(self._chat, self._user)
        return [(command["command"], command["description"]) for command in found]

    def __str__(self) -> str:
        head = f"--- {self._user.first_name} in {self._chat.title} ---"
        keyboard = [f"keyboard: {shown_row(row)}" for row in self.keyboard]
        return "\n".join([head, *map(str, self.messages), *keyboard])

    async def sees(self, text: str, within: float = PATIENCE) -> Message:
        """A bot's message with `text` in it, new or edited since the person last did something."""

        def found() -> Message | None:
            for message in reversed(self.messages):
                if message.from_bot and message.touched > self._acted and text in message.text:
                    return message
            return None

        return await self._until(found, within, f"«{text}» was not seen in {within} s")

    async def answer_to(self, press: Press, within: float = PATIENCE) -> Answer:
        """What the bot has answered to a press."""
        return await self._until(lambda: press.answer, within, f"no answer in {within} s")

    def _only_bot(self) -> Bot:
        if self._bot is None:
            raise ValueError("which bot? There may be several in a group")
        return self._bot

    async def _until(self, probe: Callable[[], T | None], within: float, failure: str) -> T:
        misuses = self._world.misuses
        # What the sandbox objects to seldom gets better by waiting.
        await self._world.changes.until(lambda: probe() or misuses or None, within)
        if (found := probe()) is not None:
            return found
        raise AssertionError(self._report("\n".join([failure, *misuses])))

    def _report(self, failure: str) -> str:
        return f"{failure}\n{self}\n--- the last calls ---\n{self._journal.tail()}"
