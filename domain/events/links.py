"""Finds and cleans the links in what a person sends. Nothing is fetched."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

import idna
from linkify_it import LinkifyIt  # type: ignore[import-untyped]  # it carries no type hints
from yarl import URL

from domain.text.cleaning import HYPHENS, LOOKALIKES_IN_LATIN, drop_unwanted

# What old browsers and most servers accept; and it has to fit a cell.
_LONGEST_LINK = 2000
_LONGEST_PIECE = 60
# Blanked before the search: too long for a link, and the matcher may take seconds over it.
_TOO_LONG = re.compile(rf"(?<!\S)\S{{{_LONGEST_LINK + 1},}}")

# Without a scheme, only hosts in these zones, in two-letter ones and in a few old ones are links:
# with the full list of zones «фото.zip» and «видео.mov» would be sites.
_RUSSIAN_ZONES = ["дети", "москва", "онлайн", "орг", "рус", "сайт", "moscow", "online", "tatar"]

# Where two addresses, or a word and an address, stand without a space. A scheme after one of
# / = ? & # : @ is an address inside an address, as in a web archive's.
_BARE_HOST = r"(?=(?:[\w-]{1,63}\.){1,5}(?:ru|su|рф|com|org|net|me)(?![\w-]))"
_GLUED = re.compile(
    rf"(?<=[,;|])(?=\d{{1,2}}[.)]\s*https?://)|(?<=[^\s/=?&#:@])(?=https?://)|(?<=[,;|]){_BARE_HOST}|(?<=[а-яё]:){_BARE_HOST}",
    re.IGNORECASE,
)

# Closing punctuation that the matcher takes for a part of the path.
_TAIL = "»«”“„’…*|•·—–~`.,;:!?\\"

# Posts and invitations of closed channels and chats, and somebody's own messages.
_MEMBERS_ONLY = re.compile(
    r"https?://(?:(?:www\.)?(?:t\.me|telegram\.(?:me|dog))/(?:c/|\+|joinchat/)|web\.telegram\.org"
    r"|chat\.whatsapp\.com/|web\.whatsapp\.com|invite\.viber\.com|vk\.me/join/"
    r"|(?:www\.|m\.)?vk\.(?:com|ru)/(?:im|mail)\b|(?:web\.)?max\.ru/join/|web\.max\.ru"
    r"|(?:www\.|m\.)?ok\.ru/messages)",
    re.IGNORECASE,
)

# An address as most are, and nothing else: nothing of it has to be cleaned, and its host is short
# enough for a site.
ORDINARY = re.compile(
    r"https?://(?:[a-z\d]{1,63}\.){1,3}(?:ru|su|com|org|net|info|me)(?:/[A-Za-z\d_-]{1,200}){0,9}+"
    r"(?:/?|(?:\.html?)?|/?\?[a-z]{1,20}=[A-Za-z\d]{1,200})(?<!_)",
    re.ASCII,
)
_AUTHORITY_END = re.compile(r"[/?#]")
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z][a-z0-9-]*[a-z0-9]")

_FIRST_ARROW = "\u2190"
# What may be a mark or a sign: whatever is none of the letters and points that most texts have.
_UNUSUAL = re.compile(r"[^\s!-~\u0400-\u04ff«»„“”…–—№]")
_EDGES = " \t,;:|«»„“”\"'`()[]{}<>•·*—–-"
# A line that introduces a link: «1)», «и», a caption («Сайт:», «ВКонтакте —»).
_LEADS_TO_LINK = re.compile(r"\W*+(?:\d{1,3}|и)?\W*+|.*[:—–-][\s\"'«„“(\[<]*", re.IGNORECASE)
_EMPTIED = re.compile(r"\s*(?:\(\s*\)|\[\s*\]|«\s*»)")
_NUMBERING = re.compile(r"^(?:\d{1,3}[.)]|и)\s+|(?:^|\s+)и$", re.IGNORECASE)


class FoundLinks(NamedTuple):
    """`links`: whole http(s) addresses, each once, hosts in Unicode, in the order of the text.
    `not_links`: the rest of the text as typed, a piece a line, each of 60 characters at most.
    `members_only`: addresses that open only to the members of a closed channel or chat."""

    links: tuple[str, ...]
    not_links: tuple[str, ...]
    members_only: tuple[str, ...] = ()


class MergedLinks(NamedTuple):
    """`links` is the whole list. Of the new ones, `added` are in it, `repeated` were in it before,
    `left_over` exceed the limit. `not_links` and `members_only` are those of the text that
    brought the new ones."""

    links: tuple[str, ...]
    added: tuple[str, ...]
    repeated: tuple[str, ...]
    left_over: tuple[str, ...]
    not_links: tuple[str, ...] = ()
    members_only: tuple[str, ...] = ()


def find_links(text: str, attached: Sequence[str] = ()) -> FoundLinks:
    """The links in `text` and among `attached`, the addresses that came with the text but are not
    visible in it (behind a word, or of a forwarded channel post)."""
    if not attached and is_link(text):
        return FoundLinks((text,), ())
    lines = [*text.split("\n"), *attached] if text else list(attached)
    if all(map(_is_link_or_words, lines)):
        return _found_as_written(lines)
    source = _GLUED.sub(" ", "\n".join(map(_plain, (text, *attached))))
    readable = _TOO_LONG.sub(lambda run: " " * len(run[0]), source)
    links: dict[str, str] = {}
    members_only: dict[str, str] = {}
    pieces: list[str] = []
    start = 0
    for match in _matches(readable):
        typed = _without_tail(match.raw)
        link = _link(match.schema, typed)
        if link is None:
            continue  # it is reported with the text between the links
        found = members_only if _MEMBERS_ONLY.match(link) else links
        found.setdefault(_comparison_form(link), link)
        pieces += _pieces(source[start : match.index], before_link=True)
        start = match.index + len(typed)
    pieces += _pieces(source[start:], before_link=False)
    return FoundLinks(
        tuple(links.values()), tuple(dict.fromkeys(pieces)), tuple(members_only.values())
    )


def _is_link_or_words(line: str) -> bool:
    """Whether it is plainly a link and nothing else, or no link at all: then none is looked for."""
    return is_link(line) if "." in line or ":" in line else True


def is_link(line: str) -> bool:
    """Whether it is plainly one link and nothing else: then it is taken as it is."""
    return bool(ORDINARY.fullmatch(line)) and not _MEMBERS_ONLY.match(line)


def _found_as_written(lines: Sequence[str]) -> FoundLinks:
    """Of lines each of which is a link or words."""
    links: dict[str, str] = {}
    pieces: list[str] = []
    last = max((at for at, line in enumerate(lines) if ":" in line), default=-1)
    for at, line in enumerate(lines):
        if ":" in line:
            links.setdefault(_comparison_form(line), line)
        elif line:
            pieces += _pieces(_plain(line), before_link=at < last)
    return FoundLinks(tuple(links.values()), tuple(dict.fromkeys(pieces)))


def apart_from_links(text: str) -> tuple[str, tuple[str, ...]]:
    """The rest of the text without the links in it, and they: «Лицей № 64; https://vk.com/a»."""
    source = _GLUED.sub(" ", _plain(text))
    links = find_links(text).links
    if not links:
        return text, ()
    for match in reversed(_matches(source)):
        if _link(match.schema, _without_tail(match.raw)) is not None:
            source = f"{source[: match.index]}\n{source[match.last_index :]}"
    lines = (" ".join(line.split()).strip(" \t,;:|–—-") for line in source.split("\n"))
    rest = " ".join(line for line in lines if any(map(str.isalnum, line)))
    return _EMPTIED.sub("", rest), links


def merge_links(have: Sequence[str], new: Sequence[str], *, limit: int) -> MergedLinks:
    """`have` with those of `new` that are not in it, at most `limit` in all. The first spelling
    stays; http and https of one address are the same link."""
    links = list(have)
    known = {_comparison_form(link) for link in have}
    added: list[str] = []
    repeated: list[str] = []
    left_over: list[str] = []
    for link in new:
        form = _comparison_form(link)
        if form in known:
            repeated.append(link)
        elif len(links) >= limit:
            left_over.append(link)
        else:
            known.add(form)
            links.append(link)
            added.append(link)
    return MergedLinks(tuple(links), tuple(added), tuple(repeated), tuple(left_over))


def _matches(text: str) -> Sequence[Any]:
    """What looks like a link. Without a point no host is one, and most answers need no search."""
    return (_matcher().match(text) or ()) if "." in text else ()


@cache
def _matcher() -> Any:
    return LinkifyIt().tlds(_RUSSIAN_ZONES, keep_old=True)


def _plain(text: str) -> str:
    """Without joiners, soft hyphens and direction marks, which come with pasted addresses and break
    them; with the usual hyphen; a space for each arrow and emoji, which people put beside them."""
    typed = drop_unwanted(text).translate(HYPHENS)
    if not _UNUSUAL.search(typed):
        return typed
    signs = "".join(c for c in typed if unicodedata.category(c) != "Cf")
    return "".join(
        " " if c >= _FIRST_ARROW and _is_symbol(c) and not _within_path(signs, at) else c
        for at, c in enumerate(signs)
    )


def _within_path(text: str, at: int) -> bool:
    """Whether the sign is a step of an address: «rskrf.ru/🎉/news»."""
    return text[at - 1 : at] == "/" and text[at + 1 : at + 2] == "/"


def _is_symbol(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sk", "Sm") or character == "\ufe0f"


def _without_tail(typed: str) -> str:
    shorter = typed.rstrip(_TAIL).removesuffix("__")
    return shorter + "»" if "«" in shorter and typed.startswith(shorter + "»") else shorter


def _link(schema: str, typed: str) -> str | None:
    """`typed` as a full address; None if it is not that of a public site."""
    if schema in ("ftp:", "mailto:"):
        return None
    address = typed[len(schema) :].removeprefix("//")
    authority = _AUTHORITY_END.split(address, maxsplit=1)[0]
    host, colon, port = authority.partition(":")
    # A password must not reach the ministry's table.
    if "@" in authority or not (schema or _is_typed_on_purpose(host)):
        return None
    host_shown = _shown_host(host)
    if host_shown is None:
        return None
    scheme = "http" if schema == "http:" else "https"
    link = f"{scheme}://{host_shown}{colon}{port}{address[len(authority) :]}"
    return link if len(link) <= _LONGEST_LINK else None


@lru_cache(1024)
def _shown_host(typed: str) -> str | None:
    """In Unicode; None if no site can have that name."""
    try:
        host = idna.encode(_in_one_alphabet(typed), uts46=True).decode()
        return idna.decode(host) if _HOST.fullmatch(host) else None
    except idna.IDNAError:
        return None


def _in_one_alphabet(host: str) -> str:
    """«vк.com» with a key of the other layout is vk.com, not a site of its own."""
    latin = host.translate(LOOKALIKES_IN_LATIN)
    return latin if re.search("[a-z]", host, re.IGNORECASE) and latin.isascii() else host


def _is_typed_on_purpose(host: str) -> bool:
    """False for words that only look like a bare host: «г.Москва», «см.rskrf.ru», «отчёт.md»."""
    zone = host.rpartition(".")[2]
    return host.isascii() if zone.isascii() else not zone.istitle()


def _comparison_form(link: str) -> str:
    if ORDINARY.fullmatch(link):
        address, _, query = link.partition("://")[2].partition("?")
        host, slash, path = address.partition("/")
        return f"{host}:{(slash + path).rstrip('/')}?{query}#"
    try:
        url = URL(link)
    except ValueError:
        return link
    port = "" if url.is_default_port() else url.port
    path = url.raw_path.rstrip("/")
    return f"{url.raw_host}:{port}{path}?{url.raw_query_string}#{url.raw_fragment}"


def _pieces(gap: str, *, before_link: bool) -> Iterator[str]:
    """What to report of the text between two links: not a number or a caption."""
    for line in gap.split("\n"):
        if before_link and _LEADS_TO_LINK.fullmatch(line):
            continue
        piece = _NUMBERING.sub("", " ".join(line.split()).strip(_EDGES).lstrip(".!?…"))
        piece = piece.strip(_EDGES)
        if any(map(str.isalnum, piece)):
            yield piece if len(piece) <= _LONGEST_PIECE else f"{piece[: _LONGEST_PIECE - 1]}…"
