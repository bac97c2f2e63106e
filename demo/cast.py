"""The demonstration's people, each with a phone: an admin, two coordinators, whoever is added."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.bots import Bot
from sandbox.chats import Chat
from sandbox.phone import Phone
from sandbox.telegram import Telegram

CAPITAL_ZONE = "Europe/Moscow"


@dataclass(frozen=True, slots=True)
class Role:
    """`id` stays the same from one run to the next, so that a kept database knows its people."""

    id: int
    name: str
    note: str
    hint: str
    zone: str


_INVITED = (
    "Когда администратор перешлёт вам приглашение, откройте ссылку из него на этом телефоне. "
    "Можно и без приглашения: нажмите «Начать» и запросите доступ."
)
ADMIN = Role(
    id=710_000_001,
    name="Ольга",
    note="администратор министерства",
    hint="",  # the chat is never empty
    zone=CAPITAL_ZONE,
)
COORDINATORS = (
    Role(710_000_002, "Анна", "Калининградская область", _INVITED, "Europe/Kaliningrad"),
    Role(710_000_003, "Игорь", "Камчатский край", _INVITED, "Asia/Kamchatka"),
)


@dataclass(frozen=True, slots=True)
class Actor:
    """`channel` is one they read, and may forward posts from."""

    phone: Phone
    name: str
    note: str
    hint: str
    zone: str
    channel: Chat


class Cast:
    """In order of appearance."""

    def __init__(self, telegram: Telegram, bot: Bot) -> None:
        self._telegram = telegram
        self._bot = bot
        self._channel = telegram.channel("Новости Калининграда", "kaliningrad_news")
        self._actors: dict[int, Actor] = {}
        for role in (ADMIN, *COORDINATORS):
            self._add(role.name, role.id, role.note, role.hint, role.zone)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    @property
    def admin(self) -> Actor:
        return self._actors[ADMIN.id]

    def get(self, id_: int) -> Actor | None:
        return self._actors.get(id_)

    def join(self, name: str) -> Actor:
        """Someone with a new phone, in the capital."""
        return self._add(name, None, "ещё один человек", _INVITED, CAPITAL_ZONE)

    def recall(self, id_: int) -> None:
        """Whoever has that id has written to the bot before, with a phone that nobody sees or
        in an earlier run."""
        if id_ not in self._bot.private:
            self._telegram.person("Участник", id=id_).chat_with(self._bot)
        self._bot.private[id_].started = True

    def _add(self, name: str, id_: int | None, note: str, hint: str, zone: str) -> Actor:
        phone = self._telegram.person(name, id=id_).chat_with(self._bot)
        actor = Actor(phone, name, note, hint, zone, self._channel)
        self._actors[phone.id] = actor
        return actor
