"""Who talks where: people and bots, chats, and the messages as the Bot API shows them."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sandbox.files import Upload
from sandbox.keyboards import Button, Markup

JSON = dict[str, Any]
Status = Literal["member", "left", "kicked"]


@dataclass(eq=False, slots=True)
class User:
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    deactivated: bool = False

    @property
    def phone_number(self) -> str:
        return f"79{self.id % 10**9:09}"

    def json(self) -> JSON:
        """A User."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language_code,
        }
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name} | {
            name: value for name, value in optional.items() if value
        }


def membership_json(user: User, status: Status) -> JSON:
    """A ChatMember."""
    return {"status": status, "user": user.json()} | (
        {"until_date": 0} if status == "kicked" else {}
    )


@dataclass(eq=False, slots=True)
class Message:
    """`json` is the Bot API's Message; `touched` grows with every change on any screen."""

    json: JSON
    rows: list[list[Button]]
    touched: int
    upload: Upload | None = None
    locked: bool = False
    deleted: bool = False

    @property
    def id(self) -> int:
        return int(self.json["message_id"])

    @property
    def text(self) -> str:
        """What one reads: the text, or the caption under a file or a photo."""
        return str(self.json.get("text") or self.json.get("caption") or "")

    @property
    def entities(self) -> list[JSON]:
        return list(self.json.get("entities") or self.json.get("caption_entities") or [])

    @property
    def sender(self) -> str:
        return str(self.json["from"]["first_name"])

    @property
    def from_bot(self) -> bool:
        return bool(self.json["from"]["is_bot"])

    @property
    def date(self) -> datetime:
        return datetime.fromtimestamp(self.json["date"], UTC)

    @property
    def edited(self) -> bool:
        return "edit_date" in self.json

    @property
    def quoted(self) -> JSON:
        """The Message as another one shows it in its reply_to_message: one level deep."""
        return {name: part for name, part in self.json.items() if name != "reply_to_message"}

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.rows for button in row]

    @property
    def document(self) -> Upload | None:
        return self.upload if "document" in self.json else None

    @property
    def photo(self) -> Upload | None:
        return self.upload if "photo" in self.json else None

    def __str__(self) -> str:
        attached = [f"<{name}>" for name in _ATTACHMENTS if name in self.json]
        if self.document:
            attached = [f"<{self.document.name}, {len(self.document.content)} bytes>"]
        marks = " (edited)" if self.edited else ""
        head = " ".join([f"[{self.id}] {self.sender}{marks}:", *attached, self.text])
        return "\n".join([head, *(f"      {shown_row(row)}" for row in self.rows)])


_ATTACHMENTS = ("document", "photo", "sticker", "voice", "contact", "forward_origin")


def shown_row(row: list[Button]) -> str:
    return " ".join(f"[ {button.label} ]" for button in row)


@dataclass(eq=False, slots=True)
class Chat:
    """`statuses` are the bots', by id. A private chat has one bot and its person's id."""

    id: int
    kind: Literal["private", "group", "channel"]
    title: str
    username: str | None = None
    user: User | None = None
    started: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[int, User] = field(default_factory=dict)
    statuses: dict[int, Status] = field(default_factory=dict)
    keyboard: Markup | None = None
    action: tuple[str, datetime] | None = None
    last_bot: int | None = None

    def json(self) -> JSON:
        """A Chat."""
        if self.user:
            named = {
                name: value
                for name, value in self.user.json().items()
                if name in ("first_name", "last_name", "username")
            }
            return {"id": self.id, "type": "private"} | named
        public = {"username": self.username} if self.username else {}
        return {"id": self.id, "type": self.kind, "title": self.title} | public


@dataclass(frozen=True, slots=True)
class Answer:
    """What answerCallbackQuery shows: a toast, or an alert to be closed; "" for nothing."""

    text: str = ""
    alert: bool = False


@dataclass(eq=False, slots=True)
class Press:
    """A pressed inline button (a CallbackQuery), and the answer once it has come."""

    id: str
    chat: Chat
    at: datetime
    answer: Answer | None = None
