"""Texts as Telegram keeps them: plain characters, and entities that say how they look."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.links import with_found
from sandbox.markup import parse_html
from sandbox.refusals import MisuseError, bad_request

JSON = dict[str, Any]

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
UNPARSED_BYTES_LIMIT = 32_768

# The server drops some of these. All become spaces here, so that no entity's offset moves.
_CLEANED = {code: " " for code in (*range(32), *range(0x2028, 0x202F)) if code != ord("\n")}

_INVISIBLE = {"Zs", "Zl", "Zp", "Cc", "Cf"}


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Offsets and lengths of the entities are in UTF-16 code units."""

    text: str
    entities: list[JSON] = field(default_factory=list)

    def content(self, kind: str = "text") -> JSON:
        """The fields of a Message. `kind` is `text` or `caption`."""
        if not self.text:
            return {}
        entities = "entities" if kind == "text" else f"{kind}_entities"
        return {kind: self.text} | ({entities: self.entities} if self.entities else {})


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def read_text(text: str, parse_mode: str | None, entities: Iterable[JSON]) -> FormattedText:
    """A bot's message text, by the rules of sendMessage. RefusedError in the server's words."""
    if not text:
        raise bad_request("message text is empty")
    formatted = _parsed(text, parse_mode, entities)
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if len(formatted.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return formatted


def read_caption(text: str, parse_mode: str | None, entities: Iterable[JSON]) -> FormattedText:
    formatted = _parsed(text, parse_mode, entities)
    if len(formatted.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return formatted


def _parsed(text: str, parse_mode: str | None, entities: Iterable[JSON]) -> FormattedText:
    if len(text.encode()) > UNPARSED_BYTES_LIMIT:
        raise bad_request("text is too long")
    match (parse_mode or "").lower():
        case "" | "none":
            return tidied(text, entities)
        case "html":
            return tidied(*parse_html(text))
        case "markdown" | "markdownv2":
            raise MisuseError(f"parse_mode {parse_mode} is not modelled, use HTML", 501)
        case _:
            raise bad_request("unsupported parse_mode")


def tidied(text: str, entities: Iterable[JSON] = ()) -> FormattedText:
    """As the server keeps it: trimmed (but not inside the first entity), links found."""
    kept = text.translate(_CLEANED).rstrip(" \n")
    if all(unicodedata.category(letter) in _INVISIBLE for letter in kept):
        return FormattedText("")
    ordered = sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))
    leading = len(kept) - len(kept.lstrip(" \n"))
    cut = min([leading, *(entity["offset"] for entity in ordered[:1])])
    end = utf16_length(kept)
    moved = [
        entity
        | {
            "offset": entity["offset"] - cut,
            "length": min(entity["length"], end - entity["offset"]),
        }
        for entity in ordered
        if entity["offset"] < end
    ]
    return FormattedText(kept[cut:], with_found(kept[cut:], moved))
