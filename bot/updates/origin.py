"""Who an update is from: the one place that says it, by the JSON that Telegram sent."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

# The kinds that the bot asks Telegram for.
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")

Json = dict[str, Any]

_BEYOND = 2**53  # from here on a number in JSON is not the same for everybody
_DEEPEST = 100  # levels of parts within parts; Telegram's own have about fifteen

# The parts of a message, beside its files, that an edit may change.
_CHANGEABLE = (
    "text",
    "entities",
    "link_preview_options",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
)


@dataclass(frozen=True, slots=True)
class Origin:
    """`chat_id` is the chat whose updates are applied in order with this one. `person_id` is
    whoever acts in their own chat with the bot, None in a group or a channel."""

    kind: str
    chat_id: int
    person_id: int | None
    content: Json  # the message, the press or the change itself


def origin_of(update: Json) -> Origin | None:
    """None for what is from nobody that the bot has to do with: another kind of update, a bot's,
    one without its sender or its chat, an edit outside private chats."""
    kind = next((kind for kind in KINDS if isinstance(update.get(kind), dict)), None)
    if kind is None:
        return None
    content: Json = update[kind]
    chat = _part(content if kind != "callback_query" else _part(content, "message"), "chat")
    if chat and chat.get("type") != "private":
        known = kind != "edited_message" and isinstance(chat.get("id"), int)
        return Origin(kind, chat["id"], None, content) if known else None
    user = _part(content, "from")
    if not isinstance(user.get("id"), int) or user.get("is_bot"):
        return None
    if not chat and kind != "callback_query":
        return None
    return Origin(kind, user["id"], user["id"], content)


def number_of(update: Any) -> int | None:
    """Telegram's own, by which it is told what has come. None for what can be none: by a negative
    or a huge one it would drop what nobody has seen."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if type(number) is int and 0 < number < _BEYOND else None


def is_too_deep(update: Any) -> bool:
    """Whether it may be more than what reads it again can take: how much that is depends on who
    reads it, and where."""
    level = [update]
    for _ in range(_DEEPEST):
        level = [
            part
            for holder in level
            for part in (holder.values() if isinstance(holder, dict) else holder)
            if isinstance(part, dict | list)
        ]
        if not level:
            return False
    return True


def content_digest(message: Json) -> int:
    """Of whatever an edit of the message may change: a signed number of 64 bits."""
    photo = message.get("photo")
    files = [*(photo if isinstance(photo, list) else ()), message.get("document")]
    said = [
        *(message.get(name) for name in _CHANGEABLE),
        *(file.get("file_unique_id") for file in files if isinstance(file, dict)),
    ]
    digest = hashlib.blake2b(json.dumps(said).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def written_at(message: Json) -> datetime | None:
    """Or edited; None where that cannot be read."""
    try:
        return datetime.fromtimestamp(message.get("edit_date") or message["date"], UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        return None


def sent_at(origin: Origin | None) -> datetime | None:
    """By Telegram's clock; of a press, which has no date, when the message with the button was: it
    is that late at least. None where that cannot be read."""
    if origin is None:
        return None
    is_press = origin.kind == "callback_query"
    return written_at(_part(origin.content, "message") if is_press else origin.content)


def text_of(update: Json) -> str | None:
    """Of the message that the update brings; None without one."""
    text = _part(update, "message").get("text")
    return text if isinstance(text, str) else None


def _part(content: Json, name: str) -> Json:
    part = content.get(name)
    return part if isinstance(part, dict) else {}
