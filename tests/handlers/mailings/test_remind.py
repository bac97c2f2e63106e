"""/remind: an admin reminds regions now."""

from datetime import timedelta

from sqlalchemy import select

from domain.campaigns.campaigns import current_campaign
from domain.mailings.mailings import Audience, Recipients
from domain.regions.directory import FEDERAL_DISTRICTS, load_regions, region_by_code
from handlers import phrases
from handlers.after_deadline import ASK_FOR_TIME, late_is_taken
from handlers.fallback import STALE_BUTTON
from handlers.formatting import until
from handlers.forms import texts as form_texts
from handlers.mailings import texts
from handlers.region_picker import several_regions
from handlers.region_report import texts as report_texts
from models import Draft, Mailing, MailingDelivery, Person, RegionReport, ReportState
from sandbox.chats import Message
from tests.world import DEADLINE, MOSCOW, Someone, World, form_data, plain

SEND, OTHER = texts.mailing.SEND, texts.mailing.OTHER_AUDIENCE
UNREPORTED, NOT_BEGUN = texts.mailing.UNREPORTED, texts.mailing.NOT_BEGUN
BELGOROD, BRYANSK, KALUGA = (region_by_code(code) for code in ("31", "32", "40"))


async def submits(someone: Someone) -> None:
    await someone.says("/report")
    await someone.presses(phrases.ZERO_REPORT, report_texts.report.ZERO_SURE)


async def reminds(admin: Someone, whom: str) -> None:
    await admin.says(f"/remind {whom}")
    await admin.presses(SEND)


def counted(label: str, regions: int) -> str:
    return texts.mailing.with_number(label, regions)


def previewed(admin: Someone, *whom: str) -> bool:
    """Whether they are asked «Отправить?» about all of these."""
    return SEND in admin.buttons and all(words in admin.screen for words in whom)


def nobody_but(*names: str) -> str:
    return plain(texts.mailing.nobody([r for r in load_regions() if r.name not in names]))


def nobody_to_remind(audience: Audience, **why: tuple[object, ...]) -> str:
    nobody = {"regions": (), "people": (), "blocked": (), "nobody": (), **why}
    to = Recipients(**nobody)  # type: ignore[arg-type]
    return plain(texts.remind.nobody_to_remind(audience, to))


async def test_all_who_have_not_reported_are_reminded_each_with_their_own_text(
    world: World,
) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Камчатский край", "Борис")
    done = await world.coordinator("Москва", "Вера")
    await submits(done)
    await world.event(anna)
    await olga.says("/remind")
    assert olga.buttons == [
        counted(UNREPORTED, 88),
        counted(NOT_BEGUN, 87),
        texts.mailing.DISTRICT,
        texts.mailing.REGION,
    ]
    await olga.presses(counted(UNREPORTED, 88))
    nobody = nobody_but("Белгородская область", "Камчатский край", "Москва")
    assert texts.mailing.will_get(2, regions=2) in olga.screen
    assert nobody in olga.screen
    assert texts.reminders.entered(1) in olga.screen, "the text as the first of them gets it"
    await olga.presses(SEND)
    assert olga.toast == texts.mailing.SENDING_BEGINS
    await world.mail()
    assert texts.reminders.entered(1) in anna.reminders[0]
    assert plain(until(DEADLINE, MOSCOW, region_by_code("41"))) in boris.reminders[0]
    assert boris.buttons == [
        phrases.NEW_EVENT,
        phrases.REGION_REPORT,
        texts.reminders.PUT_OFF,
        phrases.REPLY,
    ]
    assert done.reminders == []
    (mailing,) = await world.rows(select(Mailing))
    assert (mailing.content.whom, mailing.content.which) == ("unreported", "")
    assert plain(texts.mailing.ended_how(mailing)) in olga.screen
    assert texts.mailing.got(2, of=2) in olga.screen
    assert nobody in olga.screen
    (act,) = await world.audit("mailing.reminder")
    assert act.person_id == olga.id
    assert act.after == {"regions": 88, "people": 2, "whom": "unreported"}


async def test_the_many_whom_it_will_not_reach_are_named_by_a_button(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Белгородская область")
    blocked = [await world.coordinator("Москва", f"Борис {number}") for number in range(7)]
    for someone in blocked:
        await someone.blocks()
    await olga.says("/remind")
    await olga.presses(counted(UNREPORTED, 89))
    nobody = [region for region in load_regions() if region != BELGOROD]
    people = [await world.person(someone) for someone in blocked]
    assert KALUGA.name not in olga.screen
    await olga.presses(texts.mailing.WHOM_MISSED)
    assert plain(texts.mailing.nobody(nobody, named=True)) in olga.screen
    assert plain(texts.mailing.will_miss(people, limit=7)) in olga.screen
    assert olga.buttons == [SEND, OTHER, form_texts.CANCEL]
    await olga.presses(SEND)
    await world.mail()
    assert texts.mailing.got(1, of=1) in olga.screen
    assert KALUGA.name not in olga.screen
    await olga.presses(texts.mailing.WHOM_IT_MISSED)
    assert plain(texts.mailing.nobody(nobody, named=True)) in olga.screen
    assert olga.buttons == []
    await olga.says("/remind дфо")
    assert texts.remind.NOBODY in olga.screen
    await olga.presses(texts.mailing.WHOM_MISSED)
    assert "Камчатский край" in olga.screen


async def test_who_has_begun_is_not_among_the_silent(world: World) -> None:
    olga = await world.admin()
    begun = await world.coordinator("Белгородская область")
    silent = await world.coordinator("Брянская область", "Борис")
    await world.event(begun)
    await olga.says("/remind")
    await olga.presses(counted(NOT_BEGUN, 88), SEND)
    await world.mail()
    assert (len(begun.reminders), len(silent.reminders)) == (0, 1)


async def test_a_district_and_a_region_are_chosen_by_buttons_or_typed(world: World) -> None:
    olga = await world.admin()
    belgorod = await world.coordinator("Белгородская область")
    omsk = await world.coordinator("Омская область", "Борис")
    for typed in ("/remind ЦФО", "/remind  центральный ", "/remind белгород", "/remind 31"):
        await olga.says(typed)
        assert previewed(olga, texts.mailing.recipients(1), BELGOROD.name), typed
    await olga.says("/remind")
    await olga.presses(texts.mailing.DISTRICT, form_texts.BACK, texts.mailing.DISTRICT)
    await olga.presses(FEDERAL_DISTRICTS["СФО"])
    assert previewed(olga, FEDERAL_DISTRICTS["СФО"], "Омская область")
    await olga.presses(OTHER, texts.mailing.REGION, FEDERAL_DISTRICTS["ЦФО"])
    await olga.presses(BELGOROD.name, SEND)
    await world.mail()
    assert (len(belgorod.reminders), len(omsk.reminders)) == (1, 0)
    await olga.says("/remind", "омск")
    assert previewed(olga, "Омская область")
    await olga.presses(form_texts.CANCEL)
    assert olga.screen == texts.remind.CANCELLED
    outside = FEDERAL_DISTRICTS[None]
    await olga.says("/remind", outside)
    there = tuple(each for each in load_regions() if each.federal_district is None)
    assert olga.screen == nobody_to_remind(Audience("district"), nobody=there)


async def test_whatever_stands_on_the_screen_can_be_typed(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/remind", "регион.", "центральный федеральный округ", "белгородская область")
    assert previewed(olga, texts.mailing.recipients(1))
    await olga.says("другие получатели", "тем, кто не начал", "Нет")
    assert olga.screen == texts.remind.CANCELLED
    await olga.says("/remind белгород", "да!")
    assert texts.mailing.SENDING_BEGINS in [each.text for each in olga.phone.messages]
    await world.mail()
    assert len(anna.reminders) == 1
    assert texts.mailing.got(1, of=1) in olga.screen
    await olga.says("/remind", "Отмена")
    assert olga.screen == texts.remind.CANCELLED


async def test_a_region_that_is_not_known_is_said_and_asked_for_again(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Белгородская область")
    for typed in ("/remind атлантида <b>", "нигде"):
        await olga.says(typed)
        not_found = texts.mailing.audience_not_found(typed.removeprefix("/remind "))
        assert olga.screen.startswith(not_found)
        assert plain(texts.remind.WHOM) in olga.screen
    await olga.sends_sticker()
    assert olga.screen.startswith(texts.mailing.audience_not_found(""))
    await olga.says("белгород")
    assert previewed(olga, BELGOROD.name)


async def test_while_it_is_open_which_region_is_meant_nothing_can_be_sent(world: World) -> None:
    olga, _ = await world.admin(), await world.coordinator("Белгородская область")
    preview = await olga.says("/remind белгород")
    await olga.says("алтай")
    assert olga.screen == several_regions(found=2, shown=2)
    olga.phone.press(SEND, preview)
    await olga.waits()
    assert olga.toast == form_texts.STALE_BUTTON
    assert plain(texts.remind.WHOM) in preview.text
    await olga.says("алтай", "да")  # the beginning of «Дагестан», but never an answer
    assert form_texts.NOT_YES_OR_NO in olga.screen
    assert await world.rows(select(Mailing)) == []


async def test_who_needs_no_reminder_or_cannot_be_told_is_named_instead(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Брянская область", "Борис")
    belgorod, bryansk, kaluga = (Audience("region", code) for code in ("31", "32", "40"))
    await submits(anna)
    await olga.says("/remind белгород")
    assert olga.screen == nobody_to_remind(belgorod, reported=(BELGOROD,))
    await olga.says("/remind калуга")
    assert olga.screen == nobody_to_remind(kaluga, nobody=(KALUGA,))
    await boris.blocks()
    await olga.says("/remind брянск")
    blocked = (await world.person(boris),)
    assert olga.screen == nobody_to_remind(bryansk, blocked=blocked, nobody=(BRYANSK,))
    assert olga.buttons == [OTHER, form_texts.CANCEL]
    async with world.app.database.transaction() as session:
        (await current_campaign(session)).closed_at = world.clock()
    await olga.says("/remind брянск")
    assert olga.screen == nobody_to_remind(bryansk, closed=(BRYANSK,))
    await olga.says("да")
    assert olga.screen == nobody_to_remind(bryansk, closed=(BRYANSK,))
    assert await world.rows(select(Mailing)) == []


async def test_pressing_twice_or_on_an_old_preview_sends_once(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    old = await olga.says("/remind белгород")
    await olga.says("/remind ЦФО")
    olga.phone.press(SEND, old)
    await olga.waits()
    assert olga.toast == texts.remind.IS_GONE
    for _ in range(2):
        olga.phone.press(SEND)
    await olga.waits()
    assert olga.toast == texts.remind.IS_GONE
    await world.mail()
    await world.mail()
    assert len(anna.reminders) == 1
    assert len(await world.rows(select(Mailing))) == 1
    assert texts.mailing.got(1, of=1) in olga.screen, "the message that was pressed tells the end"


async def test_of_two_admins_the_second_sees_that_the_first_has_reminded(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    omsk = await world.coordinator("Омская область", "Борис")
    for admin in (olga, pavel):
        await admin.says("/remind ЦФО")
        assert texts.mailing.ATTENTION not in admin.screen
    await reminds(pavel, "белгород")
    await olga.presses(SEND)
    assert olga.screen.startswith(texts.mailing.MEANWHILE)
    (mailing,) = await world.rows(select(Mailing))
    sent_before = texts.mailing.sent_before(
        mailing, await world.person(pavel), now=world.clock(), zone=MOSCOW
    )
    assert plain(sent_before) in olga.screen
    await world.mail()
    assert len(anna.reminders) == 1
    await olga.says("/remind омск")
    assert texts.mailing.ATTENTION not in olga.screen, "another region"
    await olga.says("/remind ЦФО")
    await olga.presses(SEND)  # she has read the warning and means it
    await world.mail()
    assert (len(anna.reminders), len(omsk.reminders)) == (2, 0)
    world.clock.pass_(hours=13)
    await olga.says("/remind ЦФО")
    assert texts.mailing.ATTENTION not in olga.screen, "long ago"


async def test_who_has_read_that_a_colleague_was_faster_may_send_all_the_same(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await olga.says("/remind ЦФО")
    await reminds(pavel, "белгород")
    await olga.presses(SEND, SEND)
    await world.mail()
    assert len(anna.reminders) == 2


async def test_two_admins_who_press_at_once_send_one_reminder(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    for admin in (olga, pavel):
        await admin.says("/remind ЦФО")
    for admin in (olga, pavel):
        admin.phone.press(SEND)
    await world.settled()
    slower = [admin for admin in (olga, pavel) if texts.mailing.MEANWHILE in admin.screen]
    assert len(slower) == 1
    await world.mail()
    assert len(anna.reminders) == 1


async def presses_elsewhere(admin: Someone, data: str, above: Message) -> None:
    admin.phone.forge(data, above)
    await admin.waits()


async def test_a_button_elsewhere_opens_the_preview_below_the_message(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    above = await olga.says("/people")
    people = above.text
    for data, words in (
        ("remind:region:31", BELGOROD.name),
        ("remind:silent:", texts.mailing.addressed(Audience("silent"))),
        ("remind:district:ЦФО", FEDERAL_DISTRICTS["ЦФО"]),
        ("remind:region:00", texts.remind.WHOM),
        ("remind:district:нет", texts.remind.WHOM),
        ("remind:everybody:", texts.remind.WHOM),
    ):
        await presses_elsewhere(olga, data, above)
        assert plain(words) in olga.screen
        assert above.text == people
    assert await world.set_aside() == 0
    await anna.forges("remind:region:31")
    assert anna.toast == STALE_BUTTON


async def test_wherever_a_region_may_be_typed_it_is_taken(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Белгородская область")
    above = await olga.says("/people")
    await presses_elsewhere(olga, "remind:everybody:", above)
    await olga.says("белгород")
    assert previewed(olga)
    menu = await olga.presses(OTHER)
    await olga.says("/people")
    olga.phone.press(texts.mailing.REGION, menu)
    await olga.waits()
    await olga.says("белгород")
    assert previewed(olga)
    await presses_elsewhere(olga, "remind:region:32", above)
    assert olga.screen == nobody_to_remind(Audience("region", "32"), nobody=(BRYANSK,))
    await olga.presses(OTHER)
    await olga.says("белгород")
    assert previewed(olga)


async def test_a_forged_press_asks_what_is_missing(world: World) -> None:
    olga, _ = await world.admin(), await world.coordinator("Белгородская область")
    await olga.says("/remind")
    for action, value in (
        ("finish", ""),
        ("ask", "confirm"),
        ("group", "everybody"),
        ("group", "district нет"),
        ("pick", "00"),
        ("keep", ""),
    ):
        (draft,) = await world.rows(select(Draft))
        await olga.forges(form_data(draft, action, value))
        assert plain(texts.remind.WHOM) in olga.screen
    assert await world.rows(select(Mailing)) == []
    assert await world.set_aside() == 0


async def test_a_reminder_to_a_returned_report_says_so(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await submits(anna)
    await returned(world, anna)
    world.clock.at = DEADLINE + timedelta(days=1)
    await reminds(olga, "белгород")
    await world.mail()
    assert texts.reminders.NOT_AGAIN in anna.screen
    assert "Осталось" not in anna.screen
    assert len(await world.rows(select(MailingDelivery))) == 1


async def test_after_the_deadline_a_reminder_offers_to_submit_late(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.event(anna)
    world.clock.at = DEADLINE + timedelta(days=8)
    await olga.says("/remind белгород")
    assert late_is_taken(1) in olga.screen
    await olga.presses(SEND)
    await world.mail()
    assert late_is_taken(1) in anna.screen
    assert anna.buttons[:2] == [phrases.SUBMIT_LATE, ASK_FOR_TIME]


async def returned(world: World, coordinator: Someone) -> None:
    """The ministry gives the region's report back."""
    async with world.app.database.transaction() as session:
        code = (await session.get_one(Person, coordinator.id)).region_code
        report = (
            await session.execute(select(RegionReport).where(RegionReport.region_code == code))
        ).scalar_one()
        report.state, report.return_comment = ReportState.RETURNED, "Дополните"
