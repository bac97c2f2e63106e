"""Updates of every kind that the Bot API has, made up from aiogram's models, and spoilt ones."""

import json
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from datetime import datetime
from random import Random
from types import NoneType
from typing import Any, Literal, get_args, get_origin

from aiogram.client.default import Default
from aiogram.types import Chat, Message, Update, User
from aiogram.types.base import TelegramObject
from pydantic import PlainSerializer as Serializer
from pydantic.fields import FieldInfo

Json = dict[str, Any]

KINDS = tuple(name for name in Update.model_fields if name != "update_id")
# What the bot asks for comes oftener than all that it does not.
ASKED_FOR = ("message", "edited_message", "callback_query", "my_chat_member")
CHATS = ("private", "private", "private", "group", "supergroup", "channel")
# A part within a part within … has only what it must have.
DEEPEST = 4


class RandomUpdates:
    """The same for the same seed. `people` are the ids that send most of them; what they write and
    press is taken from `texts` and `buttons`."""

    def __init__(
        self, seed: int, people: Sequence[int], texts: Sequence[str], buttons: Sequence[str]
    ) -> None:
        self.random = Random(seed)  # noqa: S311 - no secret
        self._people = people
        self._known = {"text": texts, "caption": texts, "data": buttons}
        self._number = seed * 1_000_000
        self._user = 0

    def __iter__(self) -> Iterator[Json]:
        while True:
            yield self.update(self.random.choice((*KINDS, *ASKED_FOR * 12)))

    def update(self, kind: str) -> Json:
        self._user = self._someone()
        part = Update.model_fields[kind]
        return {"update_id": self._next(), kind: self._value(kind, part.annotation, 0)}

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _someone(self) -> int:
        known = self.random.random() < 0.8
        return self.random.choice(self._people) if known else self.random.randrange(1, 2**52)

    def _object(self, model: type[TelegramObject], depth: int) -> Json:
        fields = model.model_fields.items()
        made = {
            field.alias or name: self._value(name, field.annotation, depth + 1)
            for name, field in fields
            if field.is_required() or self._is_there(name, field, depth, model)
        }
        if model is User:
            made |= {"id": self._user, "is_bot": self.random.random() < 0.05}
        if model is Chat:
            made["type"] = self.random.choice(CHATS)
            private = made["type"] == "private"
            made["id"] = self._user if private else -self.random.randrange(1, 2**52)
        return made

    def _is_there(
        self, name: str, field: FieldInfo, depth: int, model: type[TelegramObject]
    ) -> bool:
        if get_origin(field.annotation) is Literal:
            return True  # its kind
        if depth == 0 and name in ("from_user", "message", "text", "data"):
            return self.random.random() < (0.6 if name == "text" else 0.9)
        rarely = 0.04 if model is Message else 0.2
        return depth < DEEPEST and self.random.random() < rarely

    def _value(self, name: str, annotation: Any, depth: int) -> Any:
        origin = get_origin(annotation)
        if origin is Literal:
            return self.random.choice(get_args(annotation))
        if origin is list:
            count = self.random.randrange(3) if depth < DEEPEST else 0
            return [self._value(name, get_args(annotation)[0], depth) for _ in range(count)]
        if origin is not None:  # one of several, or with notes
            choices = [
                each
                for each in get_args(annotation)
                if each not in (NoneType, Default) and not isinstance(each, FieldInfo | Serializer)
            ]
            shallow = str in choices and depth >= DEEPEST
            return self._value(name, str if shallow else self.random.choice(choices), depth)
        if annotation in self._plain():
            return self._plain()[annotation](name)
        if not isinstance(annotation, type):  # a formatted text, which may be a plain one
            return self._value(name, str, depth)
        assert issubclass(annotation, TelegramObject), f"what may {annotation} be?"
        return self._object(annotation, depth)

    def _plain(self) -> dict[type, Callable[[str], Any]]:
        return {
            bool: lambda _: self.random.random() < 0.5,
            int: lambda _: self._next(),
            float: lambda _: self.random.uniform(-90, 90),
            str: lambda name: self.random.choice(self._known.get(name, ("x", "Ё" * 64, "1"))),
            datetime: lambda _: self.random.randrange(1_700_000_000, 1_900_000_000),
        }


def _nested(levels: int) -> Any:
    found: Any = "x"
    for _ in range(levels):
        found = [found]
    return found


# What may stand anywhere instead of what belongs there.
WRONG: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**31,
    2**63,
    2**70,
    -(2**70),
    10**100,
    1.5,
    1e308,
    float("nan"),
    float("inf"),
    "",
    "x",
    "0",
    "NaN",
    "\0",
    "\ud800",
    "\U000e0001",
    "=1+1",
    "<b>&lt;",
    "'; DROP TABLE people; --",
    "Ж" * 100_000,
    [],
    [None],
    [[]],
    {},
    {"id": None},
    {"type": "of another kind"},
    _nested(150),
)


def spoilt(update: Json, random: Random) -> Json:
    """The same with parts that are missing, null, huge or of a wrong type."""
    copied: Json = json.loads(json.dumps(update))
    for _ in range(random.choice((1, 1, 2, 5))):
        places = list(_places(copied))
        if not places:
            break
        # Half of them high up, where more depends on them.
        holder, key = random.choice(places[:12] if random.random() < 0.5 else places)
        if isinstance(holder, dict) and random.random() < 0.3:
            del holder[key]
        else:
            # A copy: what is spoilt within it must not be what the next one gets, nor hold itself.
            holder[key] = deepcopy(random.choice(WRONG))
    return copied


def _places(update: Json) -> Iterator[tuple[Any, Any]]:
    """Whatever holds something, and by which key; what is further up comes first."""
    left: list[Any] = [update]
    for part in left:
        for key, value in part.items() if isinstance(part, dict) else enumerate(part):
            yield part, key
            if isinstance(value, dict | list):
                left.append(value)
