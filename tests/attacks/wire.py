"""One update as its bytes, spoilt on the way in all the ways that JSON and HTTP allow."""

import json
import re
from dataclasses import dataclass
from typing import Any

SAID = "Совершенно секретно"  # what the spoilt message says
_SAID = re.escape(json.dumps(SAID))


@dataclass(frozen=True)
class Spoiling:
    """`pattern` finds in the update what `instead` stands for. `passed_over`: by which reason it
    is, if it is, or by which by polling and which by webhook. `set_aside`: its sender gets the
    apology."""

    pattern: str
    instead: bytes
    passed_over: tuple[str, ...] = ()
    set_aside: bool = False

    def of(self, update: dict[str, Any]) -> bytes:
        whole = json.dumps(update).encode()
        spoilt, places = re.subn(
            self.pattern.encode(), lambda _: self.instead, whole, count=1, flags=re.DOTALL
        )
        assert places == 1
        return spoilt


def _nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


_TEXT = json.dumps(SAID).encode()
_ID, _DATE, _WHOLE = r'(?<="update_id": )\d+', r'(?<="date": )\d+', r".*"
UNREADABLE, UNDECODABLE = ("unreadable",), ("undecodable",)
NO_OBJECT = UNREADABLE + UNDECODABLE

SPOILINGS = {
    # No JSON at all, or none that Python takes.
    "nested 10,000 levels deep": Spoiling(_SAID, _nested(10_000), UNDECODABLE),
    "a number of 5,000 digits": Spoiling(_SAID, b"9" * 5_000, UNDECODABLE),
    "cut off": Spoiling(f"(?<={_SAID}).*", b"", UNDECODABLE),
    "invalid UTF-8": Spoiling(_SAID, b'"\xff\xfe\xc3"', UNDECODABLE),
    "a bare word": Spoiling(_SAID, b"undefined", UNDECODABLE),
    # JSON that is no update.
    "nested 900 levels deep": Spoiling(_SAID, _nested(900), UNREADABLE),
    "nested 150 levels deep": Spoiling(_SAID, _nested(150), UNREADABLE),
    "a list": Spoiling(_WHOLE, b"[1, 2]", NO_OBJECT),
    "a number": Spoiling(_WHOLE, b"5", NO_OBJECT),
    "a string": Spoiling(_WHOLE, b'"update"', NO_OBJECT),
    "null": Spoiling(_WHOLE, b"null", NO_OBJECT),
    "an empty object": Spoiling(_WHOLE, b"{}", UNREADABLE),
    # Whose number is none.
    "no update_id": Spoiling('"update_id"', b'"number"', UNREADABLE),
    "update_id null": Spoiling(_ID, b"null", UNREADABLE),
    "update_id negative": Spoiling(_ID, b"-5", UNREADABLE),
    "update_id zero": Spoiling(_ID, b"0", UNREADABLE),
    "update_id beyond 53 bits": Spoiling(_ID, b"%d" % 2**60, UNREADABLE),
    "update_id beyond 64 bits": Spoiling(_ID, b"%d" % 2**80, UNREADABLE),
    "update_id a fraction": Spoiling(_ID, b"7.5", UNREADABLE),
    "update_id NaN": Spoiling(_ID, b"NaN", UNREADABLE),
    "update_id a string": Spoiling(_ID, b'"7"', UNREADABLE),
    "update_id true": Spoiling(_ID, b"true", UNREADABLE),
    "update_id of 5,000 digits": Spoiling(_ID, b"9" * 5_000, UNDECODABLE),
    # What nobody can apply.
    "a date that is NaN": Spoiling(_DATE, b"NaN", set_aside=True),
    "a date that is infinite": Spoiling(_DATE, b"-Infinity", set_aside=True),
    "a date of 30 digits": Spoiling(_DATE, b"9" * 30, set_aside=True),
    "a message_id that is a text": Spoiling(r'(?<="message_id": )\d+', _TEXT, set_aside=True),
    # What has a meaning.
    "a date in the year 50000": Spoiling(_DATE, b"1515721600000"),
    "a date in the year 9999": Spoiling(_DATE, b"253402300799"),
    "a date before 1970": Spoiling(_DATE, b"-5"),
    "a date long before 1970": Spoiling(_DATE, b"-60000000000"),
    "a lone surrogate": Spoiling(_SAID, rb'"a\ud800b"'),
    "NUL in a text": Spoiling(_SAID, rb'"a\u0000b"'),
    "NUL in a name": Spoiling(r'(?<="first_name": ).*?(?=[,}])', rb'"a\u0000b"'),
    "a text that is NaN": Spoiling(_SAID, b"NaN"),
    "a key that comes twice": Spoiling(_SAID, b'"/start", "text": "/help"'),
    "another key before the number": Spoiling('{"update_id"', b'{"x": 1, "update_id"'),
}
