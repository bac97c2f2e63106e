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

    @property
    def telling_name(self) -> str | None:
        """None if it is one word, which may be anybody's name, or no name at all."""
        return self.name if len(self.name.split()) > 1 else None

    def as_stored(self) -> list[str]:
        """JSON that names them, however briefly, contains one of these."""
        return _in_json(str(self.id), self.name, self.username)

    def beyond_doubt(self) -> list[str]:
        """JSON that contains one of these speaks of them and hardly of anybody else."""
        return _in_json(str(self.id), self.telling_name, self.username)

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
        if self.telling_name:
            words.append(rf"(?<!\w){re.escape(self.telling_name)}(?!\w)")
        if self.username:
            words.append(rf"(?i:@{re.escape(self.username)}(?!\w))")
        return re.sub("|".join(words), lambda found: _barred(found.group()), text)


def _in_json(*texts: str | None) -> list[str]:
    return [json.dumps(text)[1:-1] for text in texts if text]


def _barred(text: str) -> str:
    """As many bars as Telegram counts characters."""
    return "█" * (len(text.encode("utf-16-le")) // 2)
