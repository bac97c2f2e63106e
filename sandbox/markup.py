"""`parse_mode=HTML`: a bot's markup into plain text and entities, or the server's refusal."""

import re
from dataclasses import dataclass, field
from typing import Any

from sandbox.links import checked_link
from sandbox.refusals import MisuseError, RefusedError, bad_request

_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_SPACES = re.compile(r"\s*")
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_QUOTED = re.compile(r"\"([^\"]*)\"?|'([^']*)'?")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")

_ENTITY_TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-time": "date_time",
}
_UNMODELLED_TAGS = {"tg-emoji"}


def parse_html(source: str) -> tuple[str, list[dict[str, Any]]]:
    """The text and its entities (offsets in UTF-16 units); RefusedError for broken markup."""
    reader = _Reader(source)
    while reader.position < len(source):
        reader.step()
    if reader.opened:
        tag = reader.opened[-1].name
        raise _refusal(f'Can\'t find end tag corresponding to start tag "{tag}"')
    for entity in reader.entities:
        if entity["type"] == "code":
            entity.pop("language", None)  # only a block has a language
    return "".join(reader.text), reader.entities


def _refusal(reason: str) -> RefusedError:
    return bad_request(f"can't parse entities: {reason}")


def _dereferenced(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name:
        return _NAMED.get(name, match[0])
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    # A reference that the server cannot read stays as it was written.
    if not 0 < code < 0x10FFFF or len(match[0].rstrip(";")) >= 10:
        return match[0]
    if 0xD800 <= code <= 0xDFFF:
        raise bad_request("strings must be encoded in UTF-8")
    return chr(code)


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    attributes: dict[str, str]
    offset: int
    text_index: int


@dataclass(slots=True)
class _Reader:
    source: str
    position: int = 0
    offset: int = 0
    text: list[str] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)
    opened: list[_Tag] = field(default_factory=list)

    def step(self) -> None:
        if self.source.startswith("</", self.position):
            self._close_tag()
        elif self.source.startswith("<", self.position):
            self._open_tag()
        else:
            end = self.source.find("<", self.position)
            end = len(self.source) if end < 0 else end
            self._append(_REFERENCE.sub(_dereferenced, self.source[self.position : end]))
            self.position = end

    def _append(self, text: str) -> None:
        self.text.append(text)
        self.offset += len(text.encode("utf-16-le")) // 2

    def _at(self, position: int) -> str:
        return f"at byte offset {len(self.source[:position].encode())}"

    def _skip_spaces(self) -> None:
        match = _SPACES.match(self.source, self.position)
        self.position = match.end() if match else self.position

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.position)
        if match is None:
            return ""
        self.position = match.end()
        return match[0]

    @property
    def _ended(self) -> bool:
        return self.position >= len(self.source)

    def _open_tag(self) -> None:
        begin = self.position
        self.position += 1
        name = self._take(_TAG_NAME).lower()
        if self._ended:
            raise _refusal(f"Unclosed start tag {self._at(begin)}")
        if name in _UNMODELLED_TAGS:
            raise MisuseError(f"the tag {name} is not modelled", 501)
        if name not in _ENTITY_TYPES:
            raise _refusal(f'Unsupported start tag "{name}" {self._at(begin)}')
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _refusal(f'Tag "span" must have class "tg-spoiler" {self._at(begin)}')
        self.opened.append(_Tag(name, attributes, self.offset, len(self.text)))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._skip_spaces()
            if self.source.startswith(">", self.position):
                self.position += 1
                return found
            name = self._take(_ATTRIBUTE_NAME)
            if not name:
                raise _refusal(f'Empty attribute name in the tag "{tag}" {self._at(begin)}')
            self._skip_spaces()
            has_value = self.source.startswith("=", self.position)
            if has_value:
                self.position += 1
                self._skip_spaces()
            if self._ended:
                raise _refusal(f'Unclosed start tag "{tag}" {self._at(begin)}')
            found[name] = self._value(begin) if has_value else ""

    def _value(self, begin: int) -> str:
        quoted = _QUOTED.match(self.source, self.position)
        if quoted:
            value = _REFERENCE.sub(_dereferenced, quoted[1] or quoted[2] or "")
            self.position = quoted.end()
        else:
            start = self.position
            value = self._take(_NAME_TOKEN).lower()
            if not self._ended and not re.match(r"[\s>]", self.source[self.position]):
                raise _refusal(f"Unexpected end of name token {self._at(start)}")
        if self._ended:
            raise _refusal(f"Unclosed start tag {self._at(begin)}")
        return value

    def _close_tag(self) -> None:
        begin = self.position
        if not self.opened:
            raise _refusal(f"Unexpected end tag {self._at(begin)}")
        self.position += 2
        name = self._take(_TAG_NAME).lower()
        self._skip_spaces()
        if not self.source.startswith(">", self.position):
            raise _refusal(f"Unclosed end tag {self._at(begin)}")
        self.position += 1
        tag = self.opened.pop()
        if name not in ("", tag.name):
            raise _refusal(
                f'Unmatched end tag {self._at(begin)}, expected "</{tag.name}>", found "</{name}>"'
            )
        if self.offset > tag.offset:
            self._add_entity(tag)

    def _add_entity(self, tag: _Tag) -> None:
        entity: dict[str, Any] = {
            "type": _ENTITY_TYPES[tag.name],
            "offset": tag.offset,
            "length": self.offset - tag.offset,
        }
        language = tag.attributes.get("class", "").removeprefix("language-")
        inner = self.entities[-1] if self.entities else {}
        if tag.name == "a":
            url = tag.attributes.get("href") or "".join(self.text[tag.text_index :])
            link = checked_link(url)
            if link is None:
                return  # the server silently shows a broken link as plain text
            entity["url"] = link
        elif tag.name == "tg-time":
            unix_time = tag.attributes.get("unix", "")
            if not unix_time.isdecimal():
                raise MisuseError(f"tg-time needs the attribute unix, in seconds: {unix_time!r}")
            entity |= {"unix_time": int(unix_time)}
            if time_format := tag.attributes.get("format"):
                entity["date_time_format"] = time_format
        elif tag.name == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.name == "code" and language:
            entity["language"] = language
        elif tag.name == "pre" and inner == entity | {
            "type": "code",
            "language": inner.get("language"),
        }:
            inner["type"] = "pre"  # <pre><code class="language-…"> is one block
            return
        self.entities.append(entity)
