"""/events for admins: searching the events of all regions, and the remarks on them."""

import re

import pytest
from aiogram.filters.callback_data import CallbackData
from sqlalchemy import select

from domain.events.fields import KINDS, field
from domain.events.search import WORDS_LIMIT, Search
from domain.refusal import Refusal
from domain.regions.directory import FEDERAL_DISTRICTS, region_by_code
from domain.reports.data_checks import RemarkCategory
from domain.text.cleaning import clean_line
from handlers import phrases
from handlers.callbacks import (
    AcceptReport,
    FindEvents,
    OpenRemarks,
    ReviewEvent,
    ReviewReport,
    StartReturn,
)
from handlers.fallback import NOT_WAITING_FOR_TEXT, STALE_BUTTON
from handlers.formatting import figure, page_of
from handlers.forms import texts as form_texts
from handlers.forms.region_step import REGIONS
from handlers.keyboards import EARLIER_PAGE, LATER_PAGE
from handlers.mended import HISTORY
from handlers.menu import SEARCH
from handlers.on_behalf import REPORT_FOR_REGION
from handlers.region_picker import REGION_NOT_FOUND
from handlers.review import texts
from handlers.review.screens import AcceptCorrection
from handlers.review.search_screens import DROP
from models import Draft, Event, FormKind
from tests.world import Someone, World, form_data, plain

KAMCHATKA = region_by_code("41")
PARTICIPANTS = field("participants").title


async def season(world: World) -> Someone:
    """Three regions' events, and an admin who has opened them all."""
    anna = await world.coordinator("Белгородская область")
    yana = await world.coordinator("Тверская область", "Яна")
    lena = await world.coordinator("Камчатский край", "Лена")
    await world.event(yana, "Ярмарка мёда", kind="fair", city="Тверь", organisation="Рынок")
    await world.event(lena, "УРОК КАЧЕСТВА", city="Елизово", organisation="Школа № 100%_1")
    await world.event(anna, "Урок качества", organisation="Ёлочка, детский сад")
    await world.event(anna, "Конкурс", kind="contest")
    olga = await world.admin()
    await olga.taps(str(SEARCH.label))
    return olga


def events(someone: Someone) -> list[str]:
    """The events on the screen: each one's button, and the name in its line."""
    labels = [label for label in someone.buttons if re.fullmatch(r"\D{2,3} \d+", label)]
    line = re.compile(r"^.+?, № \d+\. (.+?)(?: – [\d\s]+ участник.*)?$", re.MULTILINE)
    return [
        f"{label}. {name}" for label, name in zip(labels, line.findall(someone.screen), strict=True)
    ]


def heading(total: int) -> str:
    return plain(texts.search.heading(total))


def remarks_heading(total: int) -> str:
    return plain(texts.search.remarks_heading(total))


def conditions(search: Search) -> str:
    return plain(texts.search.conditions(search))


def report_of(code: str) -> str:
    """The heading of that region's report."""
    return plain(phrases.report_heading(region_by_code(code), 2026))


def event_of(code: str, number: int) -> str:
    """The heading of the card of that region's event."""
    return plain(texts.decisions.event_heading(Event(region_code=code, number=number)))


def category(count: int, category: RemarkCategory) -> str:
    """The button to the remarks of that category."""
    return f"{category} ({count})"


async def test_all_regions_events_are_listed_in_the_letters_order_and_opened(world: World) -> None:
    olga = await season(world)
    assert heading(4) in olga.screen
    assert events(olga) == [
        "БЕЛ 1. Урок качества",
        "БЕЛ 2. Конкурс",
        "ТВЕ 1. Ярмарка мёда",
        "КАМ 1. УРОК КАЧЕСТВА",
    ]
    assert texts.search.RESET not in olga.buttons
    await olga.presses("ТВЕ 1")
    for part in (event_of("69", 1), "Рынок", f"{PARTICIPANTS}: 75", "Яна"):
        assert part in olga.screen
    more = [HISTORY, texts.decisions.TO_SEARCH]
    assert olga.buttons == [texts.decisions.RETURN_EVENT, phrases.REGION_REPORT, *more]
    await olga.presses(phrases.REGION_REPORT)
    assert report_of("69") in olga.screen
    papers = [phrases.DOWNLOAD_REPORT, phrases.LETTER, phrases.PICTURE]
    more = [*papers, HISTORY, texts.decisions.TO_REGION]
    assert olga.buttons == ["№ 1", texts.decisions.REMIND, REPORT_FOR_REGION, *more]
    await olga.presses("№ 1", texts.decisions.TO_SEARCH)
    assert heading(4) in olga.screen


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("урок КАЧЕСТВА", ["БЕЛ 1. Урок качества", "КАМ 1. УРОК КАЧЕСТВА"]),
        ("елочка", ["БЕЛ 1. Урок качества"]),
        ("ёлиз", ["КАМ 1. УРОК КАЧЕСТВА"]),
        ("качества урок камчат", ["КАМ 1. УРОК КАЧЕСТВА"]),
        ("100%_", ["КАМ 1. УРОК КАЧЕСТВА"]),
        ("%", ["КАМ 1. УРОК КАЧЕСТВА"]),
        ("рын", ["ТВЕ 1. Ярмарка мёда"]),
        ("<b>", []),
    ],
)
async def test_words_are_found_in_any_case_and_order_and_no_sign_is_special(
    world: World, typed: str, found: list[str]
) -> None:
    olga = await season(world)
    await olga.says(f"/events {typed}")
    assert events(olga) == found
    assert conditions(Search(words=typed)) in olga.screen
    assert (texts.search.NOTHING_FOUND in olga.screen) == (not found)
    await olga.presses(texts.search.RESET)
    assert len(events(olga)) == 4


async def test_region_kind_and_words_narrow_together_and_are_dropped_one_by_one(
    world: World,
) -> None:
    olga = await season(world)
    await olga.presses(texts.search.BY_WORDS)
    await olga.says("качества")
    await olga.presses(texts.search.BY_REGION)
    await olga.says("белгородскя")
    assert events(olga) == ["БЕЛ 1. Урок качества"]
    await olga.presses(texts.search.BY_KIND, KINDS["education"])
    assert conditions(Search("31", "education", "качества")) in olga.screen
    await olga.presses(texts.search.BY_REGION, texts.search.WITHOUT["region"])
    assert events(olga) == ["БЕЛ 1. Урок качества", "КАМ 1. УРОК КАЧЕСТВА"]
    await olga.presses(texts.search.BY_WORDS, texts.search.WITHOUT["words"])
    await olga.presses(texts.search.BY_KIND, texts.search.WITHOUT["kind"])
    assert len(events(olga)) == 4
    far_east = FEDERAL_DISTRICTS[KAMCHATKA.federal_district]
    await olga.presses(texts.search.BY_REGION, far_east, KAMCHATKA.name)
    assert events(olga) == ["КАМ 1. УРОК КАЧЕСТВА"]
    await olga.presses(phrases.REGION_REPORT)
    assert report_of("41") in olga.screen


async def test_the_code_of_a_region_finds_its_events(world: World) -> None:
    olga = await season(world)
    await olga.says("/events 69")
    assert events(olga) == ["ТВЕ 1. Ярмарка мёда"]
    assert conditions(Search(region_code="69")) in olga.screen
    await olga.says("/events 1")
    assert conditions(Search(words="1")) in olga.screen
    await olga.says("/events 100")
    assert events(olga) == ["КАМ 1. УРОК КАЧЕСТВА"], "no region's code, but words"


async def test_what_is_no_region_and_no_word_is_answered_and_asked_again(world: World) -> None:
    olga = await season(world)
    await olga.presses(texts.search.BY_REGION)
    await olga.says("Атлантида")
    assert REGION_NOT_FOUND in olga.screen
    await olga.sends_sticker()
    assert texts.search.NEED_REGION in olga.screen
    assert texts.search.WITHOUT["region"] in olga.buttons
    await olga.says("край")
    assert KAMCHATKA.name in olga.buttons
    await olga.says("Камчатка")
    assert events(olga) == ["КАМ 1. УРОК КАЧЕСТВА"]
    await olga.presses(texts.search.BY_WORDS)
    too_long = "ы" * (WORDS_LIMIT + 1)
    await olga.says(too_long)
    with pytest.raises(Refusal) as refused:
        clean_line(too_long, limit=WORDS_LIMIT)
    assert str(refused.value) in olga.screen
    await olga.sends_sticker()
    assert texts.search.NEED_WORDS in olga.screen
    await olga.presses(texts.search.TO_LIST)
    await olga.says("урок")
    assert olga.screen == NOT_WAITING_FOR_TEXT, "a list asks for nothing"


async def test_a_search_of_any_length_goes_on_where_it_was(world: World) -> None:
    olga = await season(world)
    words = " ".join(["урок"] * 40)
    found = await olga.says(f"/events {words}")
    await olga.says("/people", "/events")
    assert words in olga.screen
    olga.phone.press(texts.search.RESET, found)
    await world.settled()
    assert heading(4) in found.text, "an old message shows what is true now"
    assert len(await world.rows(select(Draft))) == 1


async def test_pages_are_turned_within_what_there_is(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/events")
    assert texts.search.NO_EVENTS_YET in olga.screen
    for number in range(1, 18):
        await world.event(anna, f"Урок {number}")
    await olga.says("/events")
    assert page_of(0, 3) in olga.screen
    await olga.presses(LATER_PAGE, LATER_PAGE)
    assert events(olga) == ["БЕЛ 17. Урок 17"]
    await olga.presses("БЕЛ 17", texts.decisions.TO_SEARCH)
    assert page_of(2, 3) in olga.screen, "back to the page it was opened from"
    await olga.forges(FindEvents(page=999_999).pack())
    assert page_of(2, 3) in olga.screen
    await olga.presses(EARLIER_PAGE, "БЕЛ 9", phrases.REGION_REPORT)
    assert page_of(0, 3) in olga.screen
    await olga.presses(LATER_PAGE, LATER_PAGE)
    assert "№ 17" in olga.buttons
    await olga.forges(ReviewReport(code="31", page=500).pack())
    assert page_of(2, 3) in olga.screen
    await olga.presses(EARLIER_PAGE, "№ 9")
    assert event_of("31", 9) in olga.screen


async def test_a_card_shows_the_first_links_and_how_many_more_there_are(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    links = [f"https://rskrf.ru/{number}" for number in range(20)]
    await world.event(anna, publication_links=links)
    await olga.says("/events")
    await olga.presses("БЕЛ 1")
    assert links[4] in olga.screen
    assert links[5] not in olga.screen
    assert "и ещё 15" in olga.screen


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (ReviewReport, "00:0"),
        (ReviewReport, ":0"),
        (ReviewReport, "31:-1"),
        (ReviewEvent, "-1"),
        (ReviewEvent, str(2**31)),
        (StartReturn, "00:0:0"),
        (FindEvents, "x"),
    ],
)
async def test_a_forged_button_that_means_nothing_does_nothing(
    world: World, kind: type[CallbackData], fields: str
) -> None:
    olga = await season(world)
    before = olga.screen
    await olga.forges(f"{kind.__prefix__}:{fields}")
    assert (olga.screen, await world.set_aside()) == (before, 0)
    assert olga.toast == STALE_BUTTON


async def test_an_event_that_is_gone_is_said_to_be(world: World) -> None:
    olga = await season(world)
    (event,) = await world.rows(select(Event).where(Event.name == "Конкурс"))
    buttons = (
        ReviewEvent(event=99),
        StartReturn(year=2026, code="31", event=99),
        StartReturn(year=2026, code="69", event=event.id),  # another region's
        AcceptCorrection(event=99, seen="0"),
    )
    for button in buttons:
        await olga.says("/help")
        await olga.forges(button.pack())
        assert olga.screen == texts.decisions.EVENT_GONE, button
    await olga.presses(texts.decisions.TO_SEARCH)
    assert heading(4) in olga.screen


async def test_what_looks_odd_is_shown_on_the_card_in_the_report_and_in_one_list(
    world: World,
) -> None:
    olga = await season(world)
    anna = await world.coordinator("Белгородская область", "Пётр")
    yana = await world.coordinator("Тверская область", "Яна")
    await world.event(anna, "Урок  КАЧЕСТВА", organisation="Детский сад «Ёлочка»")
    odd = await world.event(yana, "<i>Урок</i>", times_held=4000, participants=2)
    await olga.says("/events")
    await olga.presses(texts.search.REMARKS)
    assert remarks_heading(3) in olga.screen
    assert "Похоже на мероприятие № 1 того же региона" in olga.screen
    assert "Тверская область, № 2. <i>Урок</i>" in olga.screen
    await olga.presses(category(1, RemarkCategory.UNUSUAL))
    assert remarks_heading(1) in olga.screen
    assert "Похоже" not in olga.screen
    await olga.presses("ТВЕ 2")
    for part in (
        f"Проведений: {figure(4000)}, обычно не больше {figure(3000)}.",
        f"Участников (2) меньше, чем проведений ({figure(4000)})",
    ):
        assert part in olga.screen
    await olga.presses(phrases.REGION_REPORT)
    assert texts.decisions.remarks_count(2) in olga.screen
    await olga.forges(ReviewEvent(event=odd.id - 1).pack())
    assert "Похоже на мероприятие № 1" in olga.screen


async def test_the_list_of_remarks_is_paged_and_may_be_empty(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/events")
    await olga.presses(texts.search.REMARKS)
    assert texts.search.NO_REMARKS in olga.screen
    for number in range(10):
        await world.event(anna, f"Статьи {number}", kind="publication", publication_links=[])
    await world.event(anna)
    without_links = category(10, RemarkCategory.NO_LINKS)
    await olga.presses(texts.decisions.TO_SEARCH, texts.search.REMARKS)
    await olga.presses(without_links, LATER_PAGE)
    assert page_of(1, 2) in olga.screen
    assert events(olga) == ["БЕЛ 9. Статьи 8", "БЕЛ 10. Статьи 9"]
    await olga.presses("БЕЛ 9", texts.decisions.TO_REMARKS)
    assert without_links not in olga.buttons, "where they were, not from the beginning"
    assert events(olga) == ["БЕЛ 9. Статьи 8", "БЕЛ 10. Статьи 9"]
    await olga.forges(OpenRemarks(category="NONSENSE", page=99).pack())
    assert page_of(1, 2) in olga.screen
    await olga.presses(EARLIER_PAGE)
    assert without_links in olga.buttons


async def test_a_size_far_from_the_others_is_remarked_on_over_all_regions(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    yana = await world.coordinator("Тверская область", "Яна")
    for number in range(25):
        await world.event(anna, f"Урок {number}", participants=60 + number)
    crowd = await world.event(yana, participants=750_000)
    await olga.says("/events")
    await olga.forges(ReviewEvent(event=crowd.id).pack())
    assert f"проведение: {figure(250_000)}, обычно от 20 до 28." in olga.screen


async def test_with_the_longest_words_every_list_fits_into_a_message(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Ханты-Мансийский", "Анна")
    longest = {"organisation": "Ы" * 200, "city": "Ы" * 100, "kind": "publication"}
    await world.event(anna, "Ы" * 300, **longest)
    for _ in range(8):
        event = await world.event(anna, "Ы" * 300, **longest, publication_links=[])
    await olga.says(f"/events {'ы' * WORDS_LIMIT}")
    assert page_of(0, 2) in olga.screen
    await olga.presses(texts.search.REMARKS)
    assert page_of(0, 2) in olga.screen
    await olga.forges(ReviewReport(code="86").pack())
    assert report_of("86") in olga.screen
    await olga.forges(ReviewEvent(event=event.id).pack())
    assert event_of("86", 9) in olga.screen
    assert await world.set_aside() == 0


async def test_nothing_of_it_is_open_to_anybody_else(world: World) -> None:
    olga = await season(world)
    anna = await world.coordinator("Белгородская область", "Пётр")
    yana = await world.coordinator("Тверская область", "Зоя")
    ivan = world.stranger()
    await ivan.says("/start")
    event = await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    (search,) = await world.rows(select(Draft).where(Draft.form == FormKind.SEARCH))
    await olga.forges(ReviewReport(code="31").pack())
    buttons = [button for row in olga.phone.last.rows for button in row]
    accept = next(each.data for each in buttons if each.label == phrases.ACCEPT_REPORT)
    assert AcceptReport.unpack(str(accept)).code == "31"
    await olga.presses(phrases.RETURN_REPORT)
    await olga.says("Секрет")
    (sending,) = await world.rows(select(Draft).where(Draft.form == FormKind.RETURN))
    forged = [
        FindEvents().pack(),
        FindEvents(page=1).pack(),
        OpenRemarks(page=0).pack(),
        ReviewEvent(event=event.id).pack(),
        ReviewReport(code="31").pack(),
        ReviewReport(code="31", page=1).pack(),
        str(accept),
        AcceptCorrection(event=event.id, seen="0").pack(),
        StartReturn(year=2026, code="31", event=event.id).pack(),
        StartReturn(year=2026, code="31").pack(),
    ]
    of_forms = [
        form_data(search, "ask", "words"),
        form_data(search, DROP),
        form_data(search, REGIONS, "ЦФО"),
        form_data(sending, "ask", "comment"),
        form_data(sending, "finish"),
    ]
    for someone in (anna, yana, ivan):
        before = someone.screen
        for data in (*forged, *of_forms):
            await someone.forges(data)
            assert someone.screen == before, data
            gone = form_texts.FORM_GONE if data in of_forms else STALE_BUTTON
            assert someone.toast == gone, data
    await yana.says("/events")
    assert "Тверская область" in yana.screen
    assert "УРОК КАЧЕСТВА" not in yana.screen
    await ivan.says("/events")
    assert "Ярмарка" not in ivan.screen
    assert len(await world.rows(select(Draft).where(Draft.id == sending.id))) == 1
    for action in ("returned", "accepted"):
        assert await world.audit(f"report.{action}") == []
        assert await world.audit(f"event.{action}") == []
