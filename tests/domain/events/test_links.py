"""Links in what people send."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.events.links import ORDINARY, FoundLinks, find_links, merge_links

LINK = "https://rskrf.ru/news"


EVERY_CHARACTER = [chr(code) for code in range(sys.maxunicode + 1)]


@pytest.mark.parametrize(
    "text",
    [
        "{0} {1}",
        "{0}, {1}",
        "{0},{1}",
        "{0};{1}",
        "{0}\n{1}",
        "{0}{1}",
        "{0} | {1}",
        "1) {0}\n2) {1}",
        "1. {0};\n2. {1}.",
        "- {0}\n• {1}",
        "«{0}», «{1}».",
        "({0}) [{1}]",
        "<{0}> {1}…",
        "**{0}** и “{1}”!",
        "Ссылки:\n{0}\nи\n{1}",
        "Сайт: {0}, ВКонтакте — {1}",
        "1. {0};2. {1}",
        "1){0}\n2){1}",
        "{0}\\{1}",
        "__{0}__ и ||{1}||",
        "[{0}]({0}) [{1}]({1})",
        "<{0}>\u00a0`{1}`",
        "{0}\u2028{1}",
    ],
)
def test_links_are_found_however_they_are_set_apart(text: str) -> None:
    links = (LINK, "https://vk.com/wall-1_2")
    assert find_links(text.format(*links)) == FoundLinks(links, ())


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("rskrf.ru/news", LINK),
        ("Сайт:rskrf.ru/news", LINK),
        ("RSKRF.RU/News", "https://rskrf.ru/News"),
        ("HTTP://Rskrf.ru/News", "http://rskrf.ru/News"),
        ("//rskrf.ru/news", LINK),
        ("www.rskrf.ru", "https://www.rskrf.ru"),
        ("t.me/channel/5", "https://t.me/channel/5"),
        ("31.mchs.gov.ru", "https://31.mchs.gov.ru"),
        ("минпромторг.рф", "https://минпромторг.рф"),
        ("МИНПРОМТОРГ.РФ", "https://минпромторг.рф"),
        ("правительство.москва/новости", "https://правительство.москва/новости"),
        ("https://xn--80aapampemcchfmo7a3c9ehj.xn--p1ai/", "https://национальныепроекты.рф/"),
        ("https://rskrf.ru/\u200bnews\ud800", LINK),
        ("https://vk.com/wall\u20111_2", "https://vk.com/wall-1_2"),
        ("https://vк.com/wall-1_2", "https://vk.com/wall-1_2"),
        ("https://t.mе/channel/5", "https://t.me/channel/5"),
    ],
)
def test_an_address_is_made_whole(typed: str, link: str) -> None:
    assert find_links(typed) == FoundLinks((link,), ())


@pytest.mark.parametrize(
    "typed",
    [
        "https://t.me/c/1234567890/15",
        "t.me/+AbCdEf",
        "https://telegram.me/joinchat/AbCdEf",
        "https://web.telegram.org/a/#-1001234567890",
        "https://chat.whatsapp.com/AbCdEf",
        "https://vk.com/im?sel=c15",
        "https://vk.com/mail?act=show",
        "https://t.me/c/1/2/3",
        "https://telegram.dog/c/1/2",
        "https://web.max.ru/-123",
        "https://web.whatsapp.com/",
        "https://invite.viber.com/?g2=AbC",
        "https://ok.ru/messages/1",
    ],
)
def test_what_only_members_can_open_is_no_link(typed: str) -> None:
    found = find_links(f"{typed} и {LINK}")
    assert (found.links, found.not_links) == ((LINK,), ())
    (members_only,) = found.members_only
    assert members_only.endswith(typed.removeprefix("https://"))


@pytest.mark.parametrize(
    "text",
    ["Смотрите 👉{0}👈", "👉 {0} 👈", "{0}❤️", "🔥{0}🔥🔥", "{0}✅ готово", "➡{0}", "{0}…👍🏻"],
)
def test_decoration_is_no_part_of_a_link(text: str) -> None:
    for link in ("https://vk.com/wall-1_2", "vk.com/wall-1_2"):
        assert find_links(text.format(link)).links == ("https://vk.com/wall-1_2",)


@pytest.mark.parametrize(
    "link",
    [
        "https://rskrf.ru:8080/a?b=1&c[]=2#d",
        "https://ru.wikipedia.org/wiki/%D0%9A%D0%B0%D1%87%D0%B5%D1%81%D1%82%D0%B2%D0%BE",
        "https://ru.wikipedia.org/wiki/Качество_(философия)",
        "https://ru.wikipedia.org/wiki/«Зенит»",
        "https://ru.wikipedia.org/wiki/Википедия:Форум",
        "https://web.archive.org/web/2025/https://rskrf.ru/news",
        "https://rskrf.ru/2025,11,13-news",
        "https://rskrf.ru/🎉/news",
    ],
)
def test_a_whole_address_stays_as_it_is(link: str) -> None:
    assert find_links(link) == FoundLinks((link,), ())


@pytest.mark.parametrize(
    "typed",
    [
        "ftp://rskrf.ru/a",
        "javascript:void 0",
        "javascript:rskrf.ru",
        "file:///C:/rskrf.ru",
        "tg://resolve?domain=rskrf.ru",
        "mailto:qd@rskrf.ru",
        "qd@rskrf.ru",
        "@rskrf",
        "https://user:secret@rskrf.ru/a",
        "http://localhost:8000/a",
        "http://192.168.1.1/a",
        "http://a..ru",
        "слово",
        "12",
        "12.11.2025",
        "и.о.",
        "т.е.",
        "отчёт.docx",
        "отчёт.md",
        "фото.zip",
        "г.Москва",
        "закончено.Онлайн",
        "см.rskrf.ru",
    ],
)
def test_what_is_no_public_web_address_is_named_as_typed(typed: str) -> None:
    assert find_links(typed) == FoundLinks((), (typed,))


def test_what_stands_between_the_links_is_named_without_its_punctuation() -> None:
    text = f"Мы провели урок. Вот: {LINK}, и «отчёт.docx»;\n2) фото потом\n— !\n12.11.2025 ya.ru"
    assert find_links(text) == FoundLinks(
        (LINK, "https://ya.ru"), ("отчёт.docx", "фото потом", "12.11.2025")
    )


def test_no_mark_breaks_an_address_and_every_sign_ends_it() -> None:
    marks = [each for each in EVERY_CHARACTER if unicodedata.category(each) == "Cf"]
    signs = [
        each
        for each in EVERY_CHARACTER
        if each >= "\u2190" and unicodedata.category(each) in ("So", "Sk", "Sm")
    ]
    assert len(marks) > 100
    assert len(signs) > 5000
    for mark in marks:
        assert find_links(f"{LINK}{mark}s").links == (f"{LINK}s",), ascii(mark)
    for sign in signs:
        assert find_links(f"{sign}{LINK}{sign}s").links == (LINK,), ascii(sign)


def test_a_long_piece_is_cut_to_sixty_characters() -> None:
    (piece,) = find_links("слово " * 100).not_links
    assert len(piece) == 60
    assert piece.endswith("…")


def test_a_link_of_over_two_thousand_characters_is_not_taken() -> None:
    longest = LINK.ljust(2000, "a")
    assert find_links(longest).links == (longest,)
    assert find_links(longest + "a").links == ()
    assert find_links(longest.removeprefix("https://")).links == (longest,)
    assert find_links(longest.removeprefix("https://") + "a").links == ()


def test_unseen_addresses_are_taken_after_those_of_the_text() -> None:
    found = find_links("ya.ru", ["https://t.me/channel/5", "http://YA.ru/", "tg://user?id=1"])
    assert found == FoundLinks(("https://ya.ru", "https://t.me/channel/5"), ("tg://user?id=1",))


@pytest.mark.parametrize(
    "spelling",
    [
        "https://минпромторг.рф/новости",
        "http://минпромторг.рф/новости",
        "HTTPS://МИНПРОМТОРГ.РФ/новости/",
        "https://xn--c1ajlbegbfjdu.xn--p1ai/новости",
        "https://минпромторг.рф:443/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8",
    ],
)
def test_another_spelling_of_a_link_is_the_same_link(spelling: str) -> None:
    link = "https://минпромторг.рф/новости"
    assert find_links(f"{link} {spelling}").links == (link,)
    assert merge_links([link], [spelling], limit=20).repeated == (spelling,)


@pytest.mark.parametrize("other", ["https://www.rskrf.ru/news", LINK + "?page=2", LINK + "#top"])
def test_another_page_is_another_link(other: str) -> None:
    assert merge_links([LINK], [other], limit=20).added == (other,)


def test_new_links_join_the_old_ones_as_far_as_there_is_room() -> None:
    merged = merge_links(["https://a.ru"], ["http://a.ru/", "b.ru", "c.ru", "b.ru"], limit=2)
    assert merged.links == ("https://a.ru", "b.ru")
    assert merged.added == ("b.ru",)
    assert merged.repeated == ("http://a.ru/", "b.ru")
    assert merged.left_over == ("c.ru",)


def test_a_text_of_a_whole_sheet_cell_is_read() -> None:
    text = "a.ru/(b" * 4000
    assert find_links(text) == FoundLinks((), (text[:59] + "…",))


FRAGMENTS = st.from_regex(
    r"https?://|www\.|rskrf\.ru|минпромторг\.рф|xn--h1aakfkgb\.xn--p1ai|новости|%D0%BD|:8080|a@b\.ru"
    r"|\.москва|ftp://|😀\.ru|xn--a\.ru|1\)|[][/?=&#:@«»()'\".,;!…—_*|~\\$ß。١и \n\0\u200b-]",
    fullmatch=True,
) | st.just("\ud800")


@settings(deadline=None, max_examples=300)
@given(st.lists(FRAGMENTS | st.text(max_size=3), max_size=14).map("".join))
def test_any_text_gives_links_that_are_found_again_as_they_are(text: str) -> None:
    found = find_links(text)
    for link in found.links:
        assert find_links(link) == FoundLinks((link,), ())
        link.encode()
    assert find_links("\n".join(found.links)).links == found.links
    assert all(len(piece) <= 60 for piece in found.not_links)


@settings(deadline=None)
@given(st.lists(st.text() | FRAGMENTS, max_size=5), st.lists(st.text() | FRAGMENTS, max_size=5))
def test_merging_any_texts_loses_none_of_them(have: list[str], new: list[str]) -> None:
    merged = merge_links(have, new, limit=3)
    assert merged.links == (*have, *merged.added)
    assert sorted((*merged.added, *merged.repeated, *merged.left_over)) == sorted(new)


_WORDS = st.sampled_from(["", "Ссылка", "и", "Пост в группе", "1)", "видео", "…", "А 🎉 б"])


@settings(deadline=None, max_examples=50)
@given(st.lists(st.from_regex(ORDINARY, fullmatch=True) | _WORDS, min_size=1, max_size=4))
def test_ordinary_addresses_and_words_are_found_as_if_they_were_looked_for(
    lines: list[str],
) -> None:
    """Cells with nothing else are not searched: that takes long for a list of thousands."""
    searched = find_links("\n".join(f"{line} " for line in lines))
    assert find_links("\n".join(lines)) == searched
    assert find_links(lines[0], lines[1:]) == searched


def test_a_host_that_is_too_long_for_a_site_is_no_link() -> None:
    assert find_links("http://" + "0." * 126 + "00000.ru").links == ()


def test_two_spellings_of_one_ordinary_address_are_one_link() -> None:
    found = find_links("https://rskrf.ru/news/\nhttp://rskrf.ru/news\nhttps://rskrf.ru/new")
    assert found.links == ("https://rskrf.ru/news/", "https://rskrf.ru/new")
