"""A person's phone: writing, links, buttons, blocking. Each act is an update to the bot at once."""

import re
from urllib.parse import parse_qs, urlsplit

from sandbox.chats import Answer, Message, Press
from sandbox.screen import PATIENCE
from sandbox.writing import Writer

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Phone(Writer):
    """Links, buttons and blocking, beside what is written."""

    async def opens_link(self, url: str) -> Message:
        """https://t.me/<bot>?start=…, then "Start" (or "Restart", if the bot was blocked)."""
        parts = urlsplit(url)
        bot = self._only_bot()
        if parts.netloc != "t.me" or parts.path.strip("/").lower() != bot.username.lower():
            raise AssertionError(f"{url} does not lead to @{bot.username}")
        payload = parse_qs(parts.query, keep_blank_values=True).get("start", [""])[0]
        if payload and not _PAYLOAD.fullmatch(payload):
            raise AssertionError(f"Telegram gives no bot the payload of {url}")
        if self._chat.statuses[bot.user.id] == "kicked":
            await self.unblocks()
        return await self.says(f"/start {payload}")

    async def blocks(self) -> None:
        self._acts()
        bot = self._only_bot()
        self._world.change_membership(self._chat, bot, self._user, "kicked")

    async def unblocks(self) -> None:
        self._acts()
        bot = self._only_bot()
        self._world.change_membership(self._chat, bot, self._user, "member")

    async def taps(self, label: str) -> Message:
        """A button of the reply keyboard."""
        button = next((b for row in self.keyboard for b in row if b.label == label), None)
        if button is None:
            raise AssertionError(self._report(f"no button «{label}» on the keyboard"))
        if self._chat.keyboard and self._chat.keyboard.one_time:
            self._chat.keyboard = None
        return await (self.shares_contact() if button.requests_contact else self.says(label))

    def press(self, label: str, message: Message | None = None) -> Press:
        """Presses an inline button, in the newest message that has it, and does not wait.

        Its callback data does for `label` too.
        """
        for shown in [message] if message else reversed(self.messages):
            for button in (button for row in shown.rows for button in row):
                if label in (button.label, button.data):
                    if button.data is None:
                        does = f"copies {button.copies}" if button.copies else f"opens {button.url}"
                        raise AssertionError(self._report(f"«{label}» {does}"))
                    return self.forge(button.data, shown)
        raise AssertionError(self._report(f"no button «{label}»"))

    async def presses(
        self, label: str, message: Message | None = None, within: float = PATIENCE
    ) -> Answer:
        """Presses an inline button and waits for the bot's answer."""
        return await self.answer_to(self.press(label, message), within)

    def forge(self, data: str, message: Message) -> Press:
        """A press that no button offers, or that comes from a message already gone."""
        self._acts()
        gone = {"chat": self._chat.json(), "message_id": message.id, "date": 0}
        bot = self._world.bots[message.json["from"]["id"]]
        shown = gone if message.deleted else message.json
        press = self._world.press(self._chat, self._user, bot, shown, data)
        self._presses.append(press)
        return press

    async def forges(self, data: str, message: Message, within: float = PATIENCE) -> Answer:
        return await self.answer_to(self.forge(data, message), within)
