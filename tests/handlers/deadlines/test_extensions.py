"""/extend: more time for one region, with two admins at work."""

from datetime import datetime, timedelta

from sqlalchemy import select

from domain.campaigns.extensions import REASON_LENGTH, grant
from domain.events.fields import KINDS
from domain.regions.directory import FEDERAL_DISTRICTS, load_regions, region_by_code
from domain.reports.state import ReportStatus
from handlers import phrases
from handlers.after_deadline import ASK_FOR_TIME
from handlers.campaigns.texts.campaign import CLOSE, CLOSE_SURE
from handlers.deadlines.texts import deadline as deadline_texts
from handlers.deadlines.texts import extensions as texts
from handlers.fallback import STALE_BUTTON
from handlers.formatting import (
    deadline,
    deadline_and_weekday,
    page_of,
    regions_count,
    short_deadline,
    short_moment,
    time_left,
    with_note,
)
from handlers.forms.texts import BACK, CANCEL, FORM_GONE, NEEDS_TEXT, PRESS_A_BUTTON
from handlers.keyboards import LATER_PAGE
from handlers.mailings.texts.reminders import closing
from handlers.notifications import nobody_to_tell, not_delivered, notified
from handlers.region_picker import CHOOSE_DISTRICT, REGION_NOT_FOUND
from models import Draft, Extension, Person
from tests.handlers.deadlines.typed_dates import NO_DEADLINES, why_not
from tests.regional import status
from tests.world import DEADLINE, MOSCOW, Someone, World, plain

LATER = datetime(2026, 12, 5, 23, 59, tzinfo=MOSCOW)
TENTH = datetime(2026, 12, 10, 23, 59, tzinfo=MOSCOW)
BELGOROD, KAMCHATKA = region_by_code("31"), region_by_code("41")


async def extends(admin: Someone, region: str, until: str = "5.12", why: str = "Ремонт") -> None:
    await admin.says(f"/extend {region}")
    if CANCEL in admin.buttons:
        await admin.says(until, why)
        await admin.presses(texts.GRANT)


async def until_of(world: World, code: str) -> datetime | None:
    query = select(Extension.until).where(Extension.region_code == code)
    return next(iter(await world.rows(query)), None)


def by_olga(code: str, until: datetime = LATER, reason: str = "Ремонт") -> Extension:
    olga = Person(name="Ольга Админ")
    return Extension(region_code=code, until=until, reason=reason, granter=olga)


def question_until(code: str, note: str = "") -> str:
    """What is asked about a region that has no more time than the others."""
    question = texts.ask_until(region_by_code(code), DEADLINE, None, None, MOSCOW)
    return with_note(note, plain(question))


async def test_a_region_gets_more_time_and_hears_until_when_and_why(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Камчатский край")
    boris = await world.coordinator("Белгородская область", "Борис")
    await olga.says("/extend камчат")
    assert olga.screen == question_until("41")
    await olga.says("5 декабря")
    assert olga.screen == plain(texts.ask_reason(KAMCHATKA, LATER, MOSCOW))
    await olga.says("Ледовая  <обстановка>")
    reason = "Ледовая <обстановка>"
    asked = texts.confirm_extension(KAMCHATKA, LATER, reason, None, MOSCOW)
    assert olga.screen == plain(asked)
    assert await until_of(world, "41") is None, "it is not confirmed yet"
    await olga.presses(texts.GRANT)
    told = f"{texts.GRANTED} {notified([await world.person(anna)], [])}"
    extension = by_olga("41", reason=reason)
    assert olga.screen == plain(with_note(told, texts.extension_card(extension, MOSCOW)))
    assert anna.screen == plain(texts.told_of_extension(KAMCHATKA, LATER, reason, MOSCOW))
    assert await until_of(world, "41") == LATER
    (entry,) = await world.audit("extension.granted")
    assert (entry.person_id, entry.region_code, entry.before) == (olga.id, "41", None)
    assert entry.after == {"until": "2026-12-05T20:59:00+00:00", "reason": reason}
    await pavel.says("/deadline")
    assert plain(deadline_texts.in_short(extension, MOSCOW, world.clock())) in pavel.screen
    world.clock.at = DEADLINE + timedelta(hours=1)
    await boris.says("/new")
    assert short_moment(DEADLINE, MOSCOW) in boris.screen
    await anna.says("/new")
    assert KINDS["education"] in anna.buttons
    world.clock.at = LATER + timedelta(minutes=1)
    await anna.says("/new")
    assert short_moment(LATER, MOSCOW) in anna.screen
    assert anna.buttons == [phrases.ZERO_REPORT, ASK_FOR_TIME]


async def test_what_does_not_fit_is_refused_and_nothing_typed_is_lost(world: World) -> None:
    olga = await world.admin()
    await olga.says("/extend Атлантида")
    assert olga.screen == REGION_NOT_FOUND
    await olga.says("новгород")
    await olga.presses("Новгородская область")
    refused = {typed: await why_not(world, typed) for typed in NO_DEADLINES}
    refused["29.11"] = texts.not_later(DEADLINE, MOSCOW)
    for typed, why in refused.items():
        await olga.says(typed)
        assert olga.screen == question_until("53", why), typed
    await olga.says("5.12")
    reason = plain(texts.ask_reason(region_by_code("53"), LATER, MOSCOW))
    await olga.sends_sticker()
    assert olga.screen == with_note(NEEDS_TEXT, reason)
    await olga.says("х" * (REASON_LENGTH + 1))
    assert olga.screen.endswith(f"\n\n{reason}")
    await olga.says("х" * REASON_LENGTH, "а ещё")
    novgorod, tver = (
        plain(texts.confirm_extension(region_by_code(code), LATER, "х" * 500, None, MOSCOW))
        for code in ("53", "69")
    )
    assert olga.screen == with_note(PRESS_A_BUTTON, novgorod)
    await olga.presses(texts.OTHER["region"])
    await olga.says("тверск")
    assert olga.screen == tver, "the rest stays"
    await olga.presses(CANCEL)
    assert olga.screen == texts.NOT_EXTENDED
    assert await world.rows(select(Extension)) == []
    assert await world.set_aside() == 0


async def test_region_date_and_reason_come_in_one_line(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Камчатский край")
    fifth = LATER.replace(hour=18, minute=0)
    await olga.says("/extend камчат 5 декабря 18:00")
    assert olga.screen == plain(texts.ask_reason(KAMCHATKA, fifth, MOSCOW))
    await olga.says("/extend камчат до 5.12 <Шторм>")
    sure = texts.confirm_extension(KAMCHATKA, LATER, "<Шторм>", None, MOSCOW)
    assert olga.screen == plain(sure)
    await olga.presses(texts.GRANT)
    assert await until_of(world, "41") == LATER
    await olga.says("/extend камчат на 2 дня ещё")
    later = LATER + timedelta(days=2)
    assert f"Новый срок: {plain(deadline_and_weekday(later, MOSCOW))}" in olga.screen
    await olga.says("/extend новгород 5.12")
    await olga.presses("Новгородская область")
    assert olga.screen == plain(texts.ask_reason(region_by_code("53"), LATER, MOSCOW))
    await olga.says("/extend 5.12")
    assert olga.screen == f"{plain(texts.for_which_region('5.12'))}\n\n{CHOOSE_DISTRICT}"
    await olga.says("тверь")
    assert olga.screen == plain(texts.ask_reason(region_by_code("69"), LATER, MOSCOW))
    await olga.says("/extend 20.11")
    assert olga.screen.startswith(texts.not_later(DEADLINE, MOSCOW))
    for typed in NO_DEADLINES[:-1]:
        await olga.says(f"/extend белгород {typed}")
        assert olga.screen == question_until("31", await why_not(world, typed)), typed
    for line in ("белгород 30 февраля", "белгород до 30 февраля 18:00 ремонт"):
        await olga.says(f"/extend {line}")
        why = "Такого дня нет: 30 февраля. Проверьте дату."
        assert olga.screen == question_until("31", why), line
    assert await world.set_aside() == 0


async def test_days_more_count_from_the_regions_own_deadline(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Камчатский край")
    await extends(olga, "камчат", "на 3 дня")
    assert await until_of(world, "41") == DEADLINE + timedelta(days=3)
    await olga.says("/extend камчат")
    await olga.presses(texts.EXTEND_AGAIN)
    await olga.says("на 2 дня", "Снег")
    await olga.presses(texts.GRANT)
    assert await until_of(world, "41") == DEADLINE + timedelta(days=5)


async def test_a_region_is_chosen_by_its_district_and_the_form_waits_behind_a_command(
    world: World,
) -> None:
    olga = await world.admin()
    await olga.says("/extend")
    await olga.presses(FEDERAL_DISTRICTS["ЮФО"], "Астраханская область")
    await olga.says("5.12", "/people", "200")
    assert olga.screen == plain(texts.waits(region_by_code("30")))
    await olga.presses(texts.GO_ON)
    assert olga.screen == plain(texts.ask_reason(region_by_code("30"), LATER, MOSCOW))
    await olga.presses(texts.OTHER["until"])
    await olga.says("6.12", "Ремонт")
    await olga.presses(texts.GRANT)
    assert await until_of(world, "30") == LATER + timedelta(days=1)
    assert nobody_to_tell([]) in olga.screen


async def test_of_two_admins_the_second_sees_what_the_first_has_given(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await pavel.says("/extend белгород", "10.12", "Просили")
    sure = pavel.phone.last
    await extends(olga, "белгород")
    pavel.phone.press(texts.GRANT, sure)
    await world.settled()
    extension = by_olga("31")
    question = texts.confirm_extension(BELGOROD, TENTH, "Просили", extension, MOSCOW)
    assert sure.text == plain(with_note(texts.extended_meanwhile(extension, MOSCOW), question))
    assert await until_of(world, "31") == LATER
    pavel.phone.press(texts.GRANT, sure)
    await world.settled()
    assert await until_of(world, "31") == TENTH
    assert len(await world.audit("extension.granted")) == 2


async def test_a_double_tap_gives_it_and_tells_of_it_once(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    sure = await olga.says("/extend 31", "5.12", "Ремонт")
    olga.phone.press(texts.GRANT, sure)
    olga.phone.press(texts.GRANT, sure)
    await world.settled()
    assert olga.toast == FORM_GONE
    assert texts.GRANTED in sure.text
    assert len(await world.audit("extension.granted")) == 1
    told = plain(texts.told_of_extension(BELGOROD, LATER, "Ремонт", MOSCOW))
    assert [message.text for message in anna.phone.messages].count(told) == 1


async def test_an_extension_is_taken_back_once_and_the_region_hears_it(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await extends(olga, "белгород")
    await pavel.says("/deadline")
    await pavel.presses("Белгородская область", texts.CANCEL_EXTENSION)
    seen = pavel.phone.last
    question = texts.confirm_cancelling(by_olga("31"), DEADLINE, MOSCOW, world.clock())
    assert seen.text == plain(question)
    await olga.presses(texts.EXTEND_AGAIN)
    await olga.says("10.12", "Ещё")
    await olga.presses(texts.GRANT)
    pavel.phone.press(texts.CANCEL_SURE, seen)
    await world.settled()
    assert pavel.toast == texts.EXTENSION_CHANGED
    assert seen.text == plain(texts.extension_card(by_olga("31", TENTH, "Ещё"), MOSCOW))
    await pavel.presses(texts.CANCEL_EXTENSION, BACK, texts.CANCEL_EXTENSION)
    sure = pavel.phone.last
    await pavel.presses(texts.CANCEL_SURE)
    assert pavel.screen.startswith(texts.extension_cancelled(BELGOROD))
    assert anna.screen == plain(texts.told_of_cancelling(BELGOROD, DEADLINE, MOSCOW))
    assert await until_of(world, "31") is None
    (entry,) = await world.audit("extension.cancelled")
    assert (entry.person_id, (entry.before or {})["reason"]) == (pavel.id, "Ещё")
    await olga.forges(f"cancel_extension:31:{int(LATER.timestamp())}:1")
    assert olga.toast == texts.EXTENSION_GONE
    assert sure is pavel.phone.last


async def test_the_longest_list_fits_and_is_paged(world: World) -> None:
    olga = await world.admin("О" * 64)
    campaign = await world.campaign()
    async with world.app.database.transaction() as session:
        admin = await session.get_one(Person, olga.id)
        for region in load_regions():
            why = "<&>" * (REASON_LENGTH // 3)
            code, now = region.code, world.clock()
            await grant(session, campaign, code, LATER, why, by=admin, now=now, zone=MOSCOW)
    await olga.says("/deadline")
    assert f"{regions_count(89)}{page_of(0, 9)}" in olga.screen
    await olga.presses(LATER_PAGE)
    assert page_of(1, 9) in olga.screen
    await olga.forges("deadline:99")
    assert page_of(8, 9) in olga.screen
    await world.remind(DEADLINE + timedelta(minutes=1))
    assert olga.screen == await closing_with_more_time(world, 89)


async def test_nobody_but_an_admin_reaches_it(world: World) -> None:
    olga = await world.admin()
    anna, ivan = await world.coordinator("Белгородская область"), world.stranger()
    await ivan.says("/start")
    sure = await olga.says("/extend 31", "5.12", "Ремонт")
    asked = [button.data or "" for row in sure.rows for button in row]
    for someone in (anna, ivan):
        await someone.says("/extend белгород")
        assert someone.screen != question_until("31")
        for data in ("extend:31", "extension:31"):
            await someone.forges(data)
            assert someone.toast == STALE_BUTTON
        for data in asked:
            await someone.forges(data)
            assert someone.toast == FORM_GONE
    assert await world.rows(select(Extension)) == []


async def test_a_forged_region_or_step_is_answered_and_does_nothing(world: World) -> None:
    olga = await world.admin()
    await olga.says("/extend")
    for data in ("extend:99", "extension:99", "cancel_extension:99:1:1"):
        await olga.forges(data)
        assert olga.toast == STALE_BUTTON
    (draft,) = await world.rows(select(Draft))
    forged = ("finish:", "ask:reason", "ask:until", "ask:confirm", "ask:region", "pick:99")
    for step in forged:
        (draft,) = await world.rows(select(Draft))
        await olga.forges(f"form:extend:{draft.id}:{draft.version}:{step}")
        expected = REGION_NOT_FOUND if step == "pick:99" else CHOOSE_DISTRICT
        assert olga.screen == expected, step
    await olga.says("/extend белгород")
    for step in ("finish:", "ask:reason", "ask:confirm"):
        (draft,) = await world.rows(select(Draft))
        await olga.forges(f"form:extend:{draft.id}:{draft.version}:{step}")
        assert olga.screen == question_until("31"), step
    assert await world.rows(select(Extension)) == []
    assert await world.set_aside() == 0


async def test_a_region_with_more_time_is_reminded_by_its_own_deadline(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Брянская область", "Борис")
    await extends(olga, "белгород")
    for day in (22, 26, 28, 29):
        await world.remind(datetime(2026, 11, day, 10, 0, tzinfo=MOSCOW))
    assert len(boris.reminders) == 4
    assert len(anna.reminders) == 1, "the 28th is seven days before her own"
    assert deadline(LATER, MOSCOW) in anna.reminders[0]
    for day in (2, 4, 5):
        await world.remind(datetime(2026, 12, day, 10, 0, tzinfo=MOSCOW))
    assert (len(anna.reminders), len(boris.reminders)) == (4, 4)
    assert time_left(timedelta(hours=13, minutes=59)) in anna.reminders[-1]


async def test_in_a_campaign_closed_meanwhile_nothing_is_given(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    sure = await pavel.says("/extend белгород", "5.12", "Просили")
    await olga.says("/campaign")
    await olga.presses(CLOSE, CLOSE_SURE)
    pavel.phone.press(texts.GRANT, sure)
    await world.settled()
    assert sure.text.startswith(deadline_texts.CAMPAIGN_IS_CLOSED)
    assert await world.rows(select(Extension)) == []


async def closing_with_more_time(world: World, extended: int) -> str:
    """What the admins hear at the deadline if so many regions, in the letter's order, have until
    LATER and none has reported."""
    unreported = [
        status(
            region,
            ReportStatus.NOT_BEGUN,
            deadline=LATER if place < extended else DEADLINE,
            coordinators=0,
            reachable=0,
        )
        for place, region in enumerate(load_regions())
    ]
    campaign = await world.campaign()
    return plain(closing(campaign=campaign, zone=MOSCOW, unreported=unreported, now=DEADLINE))


async def test_the_closing_names_the_regions_with_more_time_apart(world: World) -> None:
    olga = await world.admin()
    first, *_ = load_regions()
    await extends(olga, first.name)
    await world.remind(DEADLINE + timedelta(minutes=1))
    assert olga.screen == await closing_with_more_time(world, 1)
    assert olga.screen.count(first.name) == 1
    assert f"{first.name} – до {short_deadline(LATER, MOSCOW)}" in olga.screen


async def test_who_has_blocked_the_bot_is_not_counted_as_told(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    await anna.blocks()
    await extends(olga, "белгород")
    people = [await world.person(someone) for someone in (anna, boris)]
    assert plain(notified(people[1:], people[:1])) in olga.screen
    await boris.blocks()
    await extends(olga, "белгород", "6 декабря")
    assert plain(nobody_to_tell(people)) in olga.screen


async def test_who_turns_out_to_have_blocked_the_bot_is_named(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.blocks()
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, anna.id)).blocked_at = None  # the bot has not heard of it
    await extends(olga, "белгород")
    assert olga.screen == plain(not_delivered(await world.person(anna), BELGOROD))
