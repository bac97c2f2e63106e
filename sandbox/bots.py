"""A bot's account: what Telegram knows about it besides its messages."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.chats import Chat, User
from sandbox.updates import UpdateQueue
from sandbox.webhook import Webhook

JSON = dict[str, Any]

# (scope type, chat, user), language: "" for everyone.
CommandsKey = tuple[tuple[str, int | None, int | None], str]


@dataclass(eq=False, slots=True)
class Poll:
    """A waiting getUpdates. `ended_by` is why it got no updates: whoever came after it."""

    ended_by: str | None = None


@dataclass(eq=False, slots=True)
class Bot:
    """`revoked`: BotFather has given a new token, this one is dead.

    `next_conflict` is when, on the loop's clock, the next 409 may be told without a pause.
    """

    token: str
    user: User
    updates: UpdateQueue
    private: dict[int, Chat] = field(default_factory=dict)
    commands: dict[CommandsKey, list[JSON]] = field(default_factory=dict)
    revoked: bool = False
    poll: Poll | None = None
    webhook: Webhook | None = None
    next_conflict: float = 0.0

    @property
    def username(self) -> str:
        return self.user.username or ""

    def shown_commands(self, chat: Chat, user: User) -> list[JSON]:
        """The menu as this person sees it: the nearest scope wins, their language first."""
        anywhere = "all_private_chats" if chat.kind == "private" else "all_group_chats"
        scopes: list[tuple[str, int | None, int | None]] = [
            ("chat_member", chat.id, user.id),
            ("chat", chat.id, None),
            (anywhere, None, None),
            ("default", None, None),
        ]
        for scope in scopes:
            for language in (user.language_code or "", ""):
                if (scope, language) in self.commands:
                    return self.commands[scope, language]
        return []
