"""Finds and redacts what identifies a person in stored JSON."""

import json
import re
from dataclasses import dataclass
from typing import Any

NAMELESS, WORDLESS = "Имя удалено", "Текст удалён"

_NAME_KEYS = frozenset({"name", "first_name", "last_name", "full_name", "username"})
_ID_KEYS = frozenset({"id", "by", "person", "people"})
_ID_KEY_ENDINGS = ("_id", "_by")


@dataclass(frozen=True, slots=True)
class Identifiers:
    """A person's id and username in Telegram, and the names by which they are known."""

    id: int
    names: tuple[str, ...]
    username: str | None

    @property
    def distinctive_names(self) -> tuple[str, ...]:
        """Without those of a single word, which others may have, too."""
        return tuple(name for name in self.names if len(name.split()) > 1)

    def in_text(self) -> list[str]:
        """A text that mentions the person contains one of these, and perhaps others do."""
        return [text for text in (str(self.id), *self.names, self.username) if text]

    def in_json(self) -> list[str]:
        """JSON that mentions the person contains one of these, and perhaps other JSON does."""
        return _in_json(*self.in_text())

    def strong_in_json(self) -> list[str]:
        """JSON that contains one of these almost certainly means the person."""
        return _in_json(str(self.id), *self.distinctive_names, self.username)

    def redacted(self, value: Any, key: str = "") -> Any:
        """The value without them, of the same shape. `key` is its key in the object that holds it:
        a number is a person's id only under some keys, under others it may be a count. Texts keep
        their length, because the entities of a message count characters."""
        match value:
            case dict():
                return self._redacted_object(value)
            case list():
                return [self.redacted(item, key) for item in value]
            case str():
                return self._redacted_text(value)
        return 0 if self._is_id(key, value) else value

    def _redacted_object(self, value: dict[str, Any]) -> dict[str, Any]:
        # In an object with the person's id every name is the person's, a first name alone too.
        is_theirs = any(self._is_id(key, item) for key, item in value.items())
        return {
            key: NAMELESS if is_theirs and item and key in _NAME_KEYS else self.redacted(item, key)
            for key, item in value.items()
        }

    def _is_id(self, key: str, value: Any) -> bool:
        is_id_key = key in _ID_KEYS or key.endswith(_ID_KEY_ENDINGS)
        return is_id_key and value in (self.id, str(self.id))

    def _redacted_text(self, text: str) -> str:
        if text in (*self.names, self.username):
            return NAMELESS
        patterns = [rf"(?<!\d){self.id}(?!\d)"]
        patterns += [rf"(?<!\w){re.escape(name)}(?!\w)" for name in self.distinctive_names]
        if self.username:
            patterns.append(rf"(?i:@{re.escape(self.username)}(?!\w))")
        return re.sub("|".join(patterns), lambda match: _blacked_out(match.group()), text)


def _in_json(*texts: str | None) -> list[str]:
    return [json.dumps(text)[1:-1] for text in texts if text]


def _blacked_out(text: str) -> str:
    """As many bars as Telegram counts characters: in UTF-16."""
    return "█" * (len(text.encode("utf-16-le")) // 2)
