"""What tells who somebody is, and a record without it."""

import json
import re
from dataclasses import dataclass
from typing import Any

NAMELESS = "Данные удалены"

_NAMES = frozenset({"name", "first_name", "last_name", "full_name", "username"})
_IDS = frozenset({"id", "by", "person", "people"})
_ID_ENDINGS = ("_id", "_by")


@dataclass(frozen=True, slots=True)
class Traces:
    """A person's number, name and user name in Telegram, as they may stand in JSON."""

    id: int
    name: str
    username: str | None

    def as_stored(self) -> list[str]:
        """What a text of JSON that mentions them contains."""
        found = filter(None, (str(self.id), self.name, self.username))
        return [json.dumps(each)[1:-1] for each in found]

    def wiped(self, value: Any, key: str = "") -> Any:
        """The value without them, of the same shape. `key` is what it stands under: a number
        is theirs only where a person's is meant, for it may as well be a count. Texts stay as
        long as they were, because what is bold in them is counted in characters."""
        match value:
            case dict():
                return self._wiped_dict(value)
            case list():
                return [self.wiped(each, key) for each in value]
            case str():
                return self._wiped_text(value)
        return 0 if self._is_id(key, value) else value

    def _wiped_dict(self, found: dict[str, Any]) -> dict[str, Any]:
        # Of whoever has their number every other name, the first one alone too, is theirs.
        theirs = any(self._is_id(key, value) for key, value in found.items())
        return {
            key: NAMELESS if theirs and value and key in _NAMES else self.wiped(value, key)
            for key, value in found.items()
        }

    def _is_id(self, key: str, value: Any) -> bool:
        return value in (self.id, str(self.id)) and (key in _IDS or key.endswith(_ID_ENDINGS))

    def _wiped_text(self, text: str) -> str:
        if text in (self.name, self.username):
            return NAMELESS
        words = [rf"(?<!\d){self.id}(?!\d)"]
        # One word alone may be anybody's name, or no name at all.
        if len(self.name.split()) > 1:
            words.append(rf"(?<!\w){re.escape(self.name)}(?!\w)")
        if self.username:
            words.append(rf"(?i:@{re.escape(self.username)}(?!\w))")
        return re.sub("|".join(words), lambda found: _barred(found.group()), text)


def _barred(text: str) -> str:
    """As many bars as Telegram counts characters."""
    return "█" * (len(text.encode("utf-16-le")) // 2)
