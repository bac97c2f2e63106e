"""Who an update is from: the one place that says it, by the JSON that Telegram sent."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

# The kinds that the bot asks Telegram for.
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")

Json = dict[str, Any]

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


def text_of(update: Json) -> str | None:
    """Of the message that the update brings; None without one."""
    text = _part(update, "message").get("text")
    return text if isinstance(text, str) else None


def _part(content: Json, name: str) -> Json:
    part = content.get(name)
    return part if isinstance(part, dict) else {}
