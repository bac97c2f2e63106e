"""Telegram's state: people, bots, chats and files, and everything that changes in them."""

import itertools
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from sandbox.bots import Bot
from sandbox.changes import Change, Changes
from sandbox.chats import Chat, Message, Press, Status, User, membership_json
from sandbox.files import FileStore, Upload
from sandbox.keyboards import Markup
from sandbox.privacy import hears
from sandbox.refusals import RefusedError, bad_request
from sandbox.updates import Update, UpdateKind

JSON = dict[str, Any]


class World:
    """`misuses` are what the sandbox objects to: with any of them the test has to fail."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now
        self.users: dict[int, User] = {}
        self.bots: dict[int, Bot] = {}
        self.shared_chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.files = FileStore()
        self.changes = Changes()
        self.misuses: list[str] = []
        self.closed = False
        self._message_ids = itertools.count(1)
        self._touches = itertools.count(1)
        self._albums = itertools.count(13_000_000_000_000_000)

    @property
    def date(self) -> int:
        """The Unix time, in seconds."""
        return int(self.now().timestamp())

    def object_to(self, misuse: str) -> None:
        self.misuses.append(misuse)
        self.changes.wake()

    def bot_by(self, token: str) -> Bot:
        """Raises the 401 for a token that is not (any more) a bot's."""
        number, colon, _ = token.partition(":")
        if not colon or not number.isdecimal() or token.startswith("0") or len(token) > 80:
            raise RefusedError(401, "Unauthorized: invalid token specified")
        bot = self.bots.get(int(number))
        if bot is None or bot.token != token or bot.revoked:
            raise RefusedError(401, "Unauthorized")
        return bot

    def touch(self) -> int:
        """A number that grows: what is touched later happened later."""
        return next(self._touches)

    def new_album(self) -> str:
        """A media_group_id."""
        return str(next(self._albums))

    def post(
        self,
        chat: Chat,
        sender: User,
        content: JSON,
        *,
        markup: Markup | None = None,
        upload: Upload | None = None,
    ) -> Message:
        """Puts a new message into the chat. `content` is what its Message has of its own."""
        head = {"message_id": next(self._message_ids), "from": sender.json(), "chat": chat.json()}
        message = Message(head | {"date": self.date} | content, [], self.touch(), upload)
        chat.messages[message.id] = message
        if sender.is_bot:
            chat.action = None
            chat.last_bot = sender.id
        if markup and markup.json:
            message.json["reply_markup"] = markup.json
            message.rows = markup.rows
        elif markup:
            message.locked = True
            if markup.kind != "force_reply":
                chat.keyboard = markup if markup.kind == "keyboard" else None
        self.show(chat, "message", message.id)
        return message

    def edit(
        self, chat: Chat, message: Message, content: JSON, *, markup: Markup | None = None
    ) -> None:
        """By a bot, whom a change that changes nothing is refused."""
        wanted = content | {"reply_markup": markup and markup.json}
        if all(message.json.get(name) == value for name, value in wanted.items()):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are"
                " exactly the same as a current content and reply markup of the message"
            )
        self.change(chat, message, content, markup=markup)

    def change(
        self, chat: Chat, message: Message, content: JSON, *, markup: Markup | None = None
    ) -> None:
        """Sets what `content` names (None takes a field away) and the keyboard, if any."""
        wanted = content | {"reply_markup": markup and markup.json}
        merged = message.json | {"edit_date": self.date} | wanted
        message.json = {name: value for name, value in merged.items() if value is not None}
        message.rows = markup.rows if markup else []
        message.touched = self.touch()
        self.show(chat, "edited", message.id)

    def delete(self, chat: Chat, message: Message) -> None:
        message.deleted = True
        self.show(chat, "deleted", message.id)

    def show(
        self,
        chat: Chat,
        kind: Literal["message", "edited", "deleted", "action", "answer", "member"],
        message_id: int | None = None,
    ) -> None:
        names = tuple(self.bots[bot_id].username for bot_id in chat.statuses)
        self.changes.publish(Change(kind, chat.id, names, message_id))

    def deliver(
        self,
        chat: Chat,
        kind: UpdateKind,
        payload: JSON,
        *,
        only: Bot | None = None,
    ) -> list[Update]:
        """Tells the chat's bots, or `only` one of them, as far as they may hear of it."""
        listeners = [only] if only else [self.bots[bot_id] for bot_id in chat.statuses]
        updates = [
            bot.updates.add(kind, payload) for bot in listeners if only or hears(bot, chat, payload)
        ]
        return [update for update in updates if update]

    def change_membership(self, chat: Chat, bot: Bot, by: User, status: Status) -> None:
        """The bot's own: it comes, it is kicked, or it is blocked by its person."""
        old, chat.statuses[bot.user.id] = chat.statuses.get(bot.user.id, "left"), status
        change = {
            "chat": chat.json(),
            "from": by.json(),
            "date": self.date,
            "old_chat_member": membership_json(bot.user, old),
            "new_chat_member": membership_json(bot.user, status),
        }
        self.deliver(chat, "my_chat_member", change, only=bot)
        self.show(chat, "member")

    def press(self, chat: Chat, presser: User, bot: Bot, message: JSON, data: str) -> Press:
        """A callback query to the bot; `message` may be an InaccessibleMessage."""
        press = Press(str(secrets.randbits(62)), chat, self.now())
        self.presses[press.id] = press
        query = {
            "id": press.id,
            "from": presser.json(),
            "message": message,
            "chat_instance": str(chat.id * 31),
            "data": data,
        }
        self.deliver(chat, "callback_query", query, only=bot)
        return press
