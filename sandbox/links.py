"""Links as Telegram sees them: the ones it accepts from bots, the ones it finds in texts."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from linkify_it import LinkifyIt  # type: ignore[import-untyped]  # it ships no types
from yarl import URL

# Telegram knows every top-level domain; linkify-it knows the two-letter ones and a few more.
_MORE_DOMAINS = ("app", "dev", "онлайн", "online", "site", "дети", "москва", "рус", "сайт")
_QUOTES = re.compile(r"[«»“”„\"<>]")
_OTHERS = {
    "bot_command": re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])"),
    "mention": re.compile(r"(?<![\w/])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)"),
    "hashtag": re.compile(r"(?<![\w/])#(?=\w*[^\W\d])\w{1,256}"),
}
_OPAQUE = {"code", "pre", "text_link"}


def link_fault(url: str) -> str | None:
    """Why the server takes no such link from a bot, in its words; None for a good one."""
    scheme, separator, _ = url.partition("://")
    if separator and scheme.lower() == "tg":
        return None
    if separator and scheme.lower() not in ("http", "https"):
        return "Unsupported URL protocol"
    try:
        host = URL(url if separator else f"http://{url}").host or ""
    except ValueError:
        return "Wrong HTTP URL"
    return None if "." in host.strip(".") or ":" in host else "Wrong HTTP URL"


def checked_link(url: str) -> str | None:
    """The link as the server keeps it: with a scheme and a path. None for a broken one."""
    if link_fault(url):
        return None
    if "://" not in url:
        url = f"http://{url}"
    scheme, _, rest = url.partition("://")
    if scheme.lower() == "tg":
        return url
    host, *others = re.split(r"(?=[/?#])", rest, maxsplit=1)
    path = "".join(others)
    return f"{scheme.lower()}://{host.lower()}{path if path.startswith('/') else f'/{path}'}"


def with_found(text: str, entities: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """`entities` and what Telegram makes clickable by itself, but not inside code and links."""
    kept = list(entities)
    taken = [
        range(entity["offset"], entity["offset"] + entity["length"])
        for entity in kept
        if entity["type"] in _OPAQUE
    ]
    for kind, start, end in _spans(text):
        offset = len(text[:start].encode("utf-16-le")) // 2
        span = range(offset, offset + len(text[start:end].encode("utf-16-le")) // 2)
        if not any(span.start < other.stop and other.start < span.stop for other in taken):
            taken.append(span)
            kept.append({"type": kind, "offset": span.start, "length": len(span)})
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


@cache
def _linkify() -> LinkifyIt:
    # Its regular expressions take a while to compile, and every test makes a Telegram.
    return LinkifyIt().tlds(list(_MORE_DOMAINS), True)


def _spans(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _linkify().match(text) or ():
        kind = "email" if match.schema == "mailto:" else "url"
        shown = _QUOTES.split(text[match.index : match.last_index])[0]
        yield kind, match.index, match.index + len(shown)
    for kind, pattern in _OTHERS.items():
        for found in pattern.finditer(text):
            yield kind, found.start(), found.end()
