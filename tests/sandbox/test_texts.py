"""HTML and its entities: which texts are refused, and how the others are kept."""

import html
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.markup import parse_html
from sandbox.phone import Phone
from sandbox.refusals import MisuseError, RefusedError
from sandbox.texts import read_text, utf16_length
from tests.sandbox.conftest import Client

TAGS = ("b", "i", "u", "s", "code", "pre", "blockquote", "tg-spoiler")
LETTERS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs"]), min_size=1)


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("<b> </b>", "text must be non-empty"),
        ("я" * 4097, "message is too long"),
        ("<i>" + "я" * 4097 + "</i>", "message is too long"),
        ("я" * 16_385, "text is too long"),
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ("я<div>", 'can\'t parse entities: Unsupported start tag "div" at byte offset 2'),
        ("1 < 2 > 0", 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
        (
            "<b>x</i>",
            'can\'t parse entities: Unmatched end tag at byte offset 4, expected "</b>",'
            ' found "</i>"',
        ),
        ("x</b>", "can't parse entities: Unexpected end tag at byte offset 1"),
        ("x <b", "can't parse entities: Unclosed start tag at byte offset 2"),
        ("<b>x</b", "can't parse entities: Unclosed end tag at byte offset 4"),
        ('<a href="x', "can't parse entities: Unclosed start tag at byte offset 0"),
        ("<a href", 'can\'t parse entities: Unclosed start tag "a" at byte offset 0'),
        ("<a href=x!>", "can't parse entities: Unexpected end of name token at byte offset 8"),
        ("<a ='1'>", 'can\'t parse entities: Empty attribute name in the tag "a" at byte offset 0'),
        (
            "<span>x</span>",
            'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0',
        ),
    ],
)
async def test_a_bad_text_is_refused_in_the_servers_words(
    api: Client, phone: Phone, text: str, description: str
) -> None:
    answered = await api("sendMessage", chat_id=phone.id, text=text, parse_mode="HTML")
    assert answered.refusal == (400, f"Bad Request: {description}")


async def test_a_missing_text_is_an_empty_one(api: Client, phone: Phone) -> None:
    answered = await api("sendMessage", chat_id=phone.id)
    assert answered.refusal == (400, "Bad Request: message text is empty")


async def test_an_unknown_parse_mode_is_refused(api: Client, phone: Phone) -> None:
    answered = await api("sendMessage", chat_id=phone.id, text="x", parse_mode="LaTeX")
    assert answered.refusal == (400, "Bad Request: unsupported parse_mode")


async def test_markup_does_not_count_towards_the_length(api: Client, phone: Phone) -> None:
    text = f"<b>{'😀' * 4096}</b>"
    await api("sendMessage", chat_id=phone.id, text=text, parse_mode="HTML")
    assert phone.last.text == "😀" * 4096
    assert phone.last.entities == [{"type": "bold", "offset": 0, "length": 8192}]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 1), ("bold", 1, 1)]),
        ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        (
            "<s>a</s><strike>b</strike><del>c</del>",
            "abc",
            [("strikethrough", 0, 1), ("strikethrough", 1, 1), ("strikethrough", 2, 1)],
        ),
        (
            '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>',
            "ab",
            [("spoiler", 0, 1), ("spoiler", 1, 1)],
        ),
        ("😀<b>я</b>", "😀я", [("bold", 2, 1)]),
        ("<B>a<I>b</I></B>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
        ("a<b></b>", "a", []),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("&lt;&gt;&amp;&quot;&#33;&#x1F600;&nbsp;&#0;", '<>&"!😀&nbsp;&#0;', []),
        ("&lt &ampx", "< &ampx", []),
    ],
)
async def test_html_becomes_text_and_entities(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    read = read_text(source, "HTML", [])
    assert read.text == text
    assert [(e["type"], e["offset"], e["length"]) for e in read.entities] == entities


@pytest.mark.parametrize(
    ("source", "entity"),
    [
        ('<a href="https://ya.ru/?a=1&amp;b=2">я</a>', {"url": "https://ya.ru/?a=1&b=2"}),
        ("<a href='HTTP://Ya.RU'>я</a>", {"url": "http://ya.ru/"}),
        ("<a>ya.ru</a>", {"url": "http://ya.ru/"}),
        ('<pre><code class="language-python">x</code></pre>', {"language": "python"}),
        ('<code class="language-python">x</code>', {"type": "code"}),
        ('<tg-time unix="1795986000">я</tg-time>', {"type": "date_time", "unix_time": 1795986000}),
        (
            '<tg-time unix="1795986000" format="wDT">я</tg-time>',
            {"type": "date_time", "unix_time": 1795986000, "date_time_format": "wDT"},
        ),
    ],
)
async def test_tags_with_attributes_keep_what_they_say(source: str, entity: dict[str, Any]) -> None:
    (found,) = read_text(source, "HTML", []).entities
    rest = {name: value for name, value in found.items() if name not in ("offset", "length")}
    assert rest == {"type": "text_link" if "url" in entity else "pre"} | entity


async def test_a_time_without_its_number_fails_the_test() -> None:
    with pytest.raises(MisuseError, match="unix"):
        read_text('<tg-time unix="tomorrow">завтра</tg-time>', "HTML", [])


async def test_a_broken_link_is_shown_as_plain_text() -> None:
    assert read_text('<a href="localhost">я</a>', "HTML", []).entities == []


async def test_the_ends_of_a_text_are_trimmed_and_the_entities_with_them() -> None:
    read = read_text("\n <b>a </b> \n", "HTML", [])
    assert read.text == "a"
    assert read.entities == [{"type": "bold", "offset": 0, "length": 1}]


@given(LETTERS)
def test_an_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse_html(html.escape(text, quote=True).replace("&#x27;", "'")) == (text, [])


@given(st.lists(st.tuples(st.sampled_from(TAGS), LETTERS), max_size=5))
def test_offsets_are_counted_in_utf16_units(pieces: list[tuple[str, str]]) -> None:
    source = "".join(f"<{tag}>{html.escape(text)}</{tag}>" for tag, text in pieces)
    text, entities = parse_html(source)
    units = text.encode("utf-16-le")
    shown = [
        units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
        for e in entities
    ]
    assert shown == [piece for _, piece in pieces]
    assert utf16_length(text) == len(units) // 2


@given(st.text("<>/ab=\"' &;#x1я", max_size=30))
def test_any_markup_is_either_parsed_or_refused(source: str) -> None:
    with suppress(RefusedError):  # any other error fails
        text, entities = parse_html(source)
        assert all(e["offset"] + e["length"] <= utf16_length(text) for e in entities)
