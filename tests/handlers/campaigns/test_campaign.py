"""/campaign: looking at the years, closing the current one and opening it again, with two admins
at work."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from domain.mailings.mailings import Audience, Recipients, Whom
from domain.regions.directory import load_regions
from domain.reports.state import ReportStatus
from domain.reports.sums import Part, Sums, apart
from domain.reports.years import CampaignFigures
from handlers import phrases
from handlers.callbacks import ChangeReport, DeleteEvent, EditEvent
from handlers.campaigns.texts import campaign as texts
from handlers.deadlines.texts.deadline import CAMPAIGN_IS_CLOSED
from handlers.event_form.texts import form as form_texts
from handlers.event_form.texts.form import CONTINUE
from handlers.fallback import STALE_BUTTON
from handlers.mailings import texts as mailing_texts
from handlers.phrases import ZERO_REPORT
from handlers.region_report.texts.report import ZERO_SURE
from handlers.report_closed import campaign_closed
from models import Campaign, Event, Person, RegionReport
from tests.handlers.campaigns.years import OPEN_2027, campaign_screen, closes, opens_2027, years
from tests.world import DEADLINE, MOSCOW, World, plain

REGIONS = load_regions()


def told(coordinators: int) -> Recipients:
    """So many, each of another region; all regions with one can be told."""
    return Recipients((), (Person(),) * coordinators, (), REGIONS[coordinators:])


def figures(**regions: int) -> CampaignFigures:
    """Where only the regions' states matter; without a word all 89 are silent."""
    counted = Counter({ReportStatus[state.upper()]: number for state, number in regions.items()})
    counted[ReportStatus.NOT_BEGUN] = 89 - counted.total()
    return CampaignFigures(counted, apart(()), 0, 0, 0)


async def test_the_current_campaign_is_shown_with_numbers_that_add_up(world: World) -> None:
    olga = await world.admin()
    anna, vera = await world.coordinator("Белгородская область"), await world.coordinator("Москва")
    await world.event(anna)
    await vera.says("/report")
    await vera.presses(ZERO_REPORT, ZERO_SURE)
    await olga.says("/campaign")
    regions = figures(zero=1, in_progress=1).regions
    have = CampaignFigures(
        regions,
        sums=apart([(Part.UNSUBMITTED, Sums(1, 3, 75))]),
        drafts=0,
        asked=0,
        confirmed=0,
    )
    assert regions[ReportStatus.NOT_BEGUN] == 87
    assert olga.screen == await campaign_screen(world, have=have)
    assert olga.buttons == [texts.STATUS, texts.EXPORT, texts.CLOSE]


async def test_after_closing_nothing_is_taken_and_nobody_reminded_until_it_is_opened_again(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await anna.fills_in()
    await olga.says("/campaign")
    await olga.presses(texts.CLOSE)
    campaign, have = await world.campaign(), replace(figures(), drafts=1)
    asked = texts.confirm_closing(campaign, have, told(1), extended={}, waiting=0, zone=MOSCOW)
    assert olga.screen == plain(asked)
    await olga.presses(texts.NOT_CLOSE, texts.CLOSE, texts.CLOSE_SURE)
    done = texts.closed(campaign, told(1))
    assert olga.screen == await campaign_screen(world, closed_by="Ольга Админ", note=done)
    assert pavel.screen == texts.done_by(done, "Ольга Админ")
    closed = plain(
        campaign_closed(
            await world.campaign(),
            zone=MOSCOW,
            admins=[await world.person(olga), await world.person(pavel)],
        )
    )
    await anna.presses(form_texts.SAVE)
    assert anna.screen.startswith(closed)
    assert "Урок качества" in anna.screen, "what was typed is shown and kept"
    await anna.says("/new")
    assert anna.screen.startswith(closed)
    for command in ("/deadline 5.12", "/extend белгород"):
        await pavel.says(command)
        assert pavel.screen.startswith(CAMPAIGN_IS_CLOSED)
    heard = len(pavel.phone.messages)
    await world.remind(DEADLINE.replace(day=28, hour=10, minute=0))
    await world.remind(DEADLINE + timedelta(minutes=1))
    assert anna.reminders == []
    assert len(pavel.phone.messages) == heard
    await pavel.says("/campaign")
    assert pavel.screen == await campaign_screen(world, closed_by="Ольга Админ")
    await pavel.presses(texts.REOPEN)
    done = texts.reopened(await world.campaign(), MOSCOW, world.clock())
    assert pavel.screen == await campaign_screen(world, note=done)
    assert olga.screen == texts.done_by(done, "Павел")
    world.clock.at = DEADLINE - timedelta(days=1)
    await anna.says("/new")
    await anna.presses(CONTINUE, form_texts.SAVE)
    (saved,) = await world.rows(select(Event))
    assert anna.screen == plain(form_texts.receipt(saved, MOSCOW))
    assert await world.set_aside() == 0


async def test_the_coordinators_hear_of_the_closing_and_what_became_of_their_report(
    world: World,
) -> None:
    olga = await world.admin()
    anna, vera = await world.coordinator("Белгородская область"), await world.coordinator("Москва")
    lida, boris = await world.coordinator("Тверская область"), await world.coordinator("Карелия")
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await vera.says("/report")
    await vera.presses(ZERO_REPORT, ZERO_SURE)
    await world.event(lida)
    await boris.blocks()
    await olga.says("/campaign")
    await olga.presses(texts.CLOSE)
    campaign, have = await world.campaign(), figures(submitted=1, zero=1, in_progress=1)
    assert olga.screen == plain(
        texts.confirm_closing(campaign, have, told(3), extended={}, waiting=0, zone=MOSCOW)
    )
    shown = len(lida.phone.messages)
    await world.mail()
    assert len(lida.phone.messages) == shown, "it is not confirmed yet"
    await olga.presses(texts.CLOSE_SURE)
    assert olga.screen.startswith(texts.closed(campaign, told(3)))
    await world.mail()
    audiences: tuple[Whom, ...] = ("reported", "reported", "unsubmitted")
    for someone, whom in zip((anna, vera, lida), audiences, strict=True):
        assert someone.screen == plain(texts.closing_notice(campaign, whom))
        assert someone.buttons == [phrases.REPLY]
    results = [message.text for message in olga.phone.messages[-2:]]
    for audience, sent in ((Audience("reported"), 2), (Audience("unsubmitted"), 1)):
        to_whom = mailing_texts.mailing.addressed(audience)
        (result,) = (text for text in results if to_whom in text)
        assert mailing_texts.mailing.got(sent, of=sent) in result
    await lida.presses(phrases.REPLY)
    await lida.says("Заболела, отчёт готов. Примите, пожалуйста.")
    assert "Заболела, отчёт готов" in olga.screen
    await olga.says("/campaign")
    await olga.presses(texts.REOPEN)
    assert olga.screen.startswith(texts.reopened(campaign, MOSCOW, world.clock()))


async def test_two_admins_close_and_open_it_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await pavel.says("/campaign")
    await pavel.presses(texts.CLOSE)
    sure = pavel.phone.last
    await closes(olga)
    pavel.phone.press(texts.CLOSE_SURE, sure)
    await world.settled()
    assert pavel.toast == texts.CLOSED_ALREADY
    assert sure.text == await campaign_screen(world, closed_by="Ольга Админ")
    closed = olga.phone.last
    olga.phone.press(texts.REOPEN, closed)
    olga.phone.press(texts.REOPEN, closed)
    await world.settled()
    pavel.phone.press(texts.REOPEN, sure)
    await world.settled()
    assert pavel.toast == texts.OPEN_ALREADY
    assert len(await world.audit("campaign.closed")) == 1
    assert len(await world.audit("campaign.reopened")) == 1
    assert await world.audit("mailing.notice") == [], "there is nobody to tell"


async def test_an_old_year_is_changed_by_nobody_through_old_buttons(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    event = await world.event(anna)
    await anna.says("/events")
    await anna.presses(phrases.event_button(event))
    for typed in ("/report", "/events"):
        await anna.says(typed)
    await anna.fills_in(name="Не сохранено")
    await anna.says("/new")
    await olga.says("/campaign")
    await olga.presses(texts.CLOSE)
    shown = [(olga, each) for each in olga.phone.messages if each.from_bot and each.rows]
    shown += [(anna, each) for each in anna.phone.messages if each.from_bot and each.rows]
    buttons = [(who, each, b.data) for who, each in shown for row in each.rows for b in row]
    assert len(buttons) > 15
    await opens_2027(world, olga)
    (before,) = await world.rows(select(Event))
    for who, message, data in buttons:
        who.phone.forge(data or "", message)
        await world.settled()
    for button in (
        DeleteEvent(event=before.id, sure=True),
        EditEvent(event=before.id, field="name"),
        ChangeReport(year=2026, to="submitted", seen="1-0"),
    ):
        await anna.forges(button.pack())
    await anna.says("Другое название")
    for data in (
        "close_campaign:2026:1",
        "reopen_campaign:2026",
        "open_year:2026",
        "open_year:2027",
    ):
        await olga.forges(data)
    (after,) = await world.rows(select(Event))
    assert (after.name, after.changed_at, after.deleted_at) == (
        before.name,
        before.changed_at,
        None,
    )
    assert await world.rows(select(RegionReport)) == []
    closed = await world.rows(select(Campaign.closed_at).order_by(Campaign.year))
    assert list(closed) == [None, None]
    assert await world.set_aside() == 0


async def test_nobody_but_an_admin_reaches_it(world: World) -> None:
    olga = await world.admin()
    anna, ivan = await world.coordinator("Белгородская область"), world.stranger()
    await ivan.says("/start")
    await olga.says("/campaign")
    current = olga.screen
    for someone in (anna, ivan):
        await someone.says("/campaign")
        assert someone.screen != current
        for data in (
            "campaign:2026",
            "close_campaign:2026:1",
            "reopen_campaign:2026",
            "open_year:2027",
        ):
            await someone.forges(data)
            assert someone.toast == STALE_BUTTON
    assert await years(world) == [2026]
    assert (await world.campaign()).closed_at is None


async def test_a_year_that_never_was_is_answered_with_the_current_one(world: World) -> None:
    olga = await world.admin()
    await olga.says("/campaign чушь")
    assert olga.screen == await campaign_screen(world)
    unknown = await campaign_screen(world, note=texts.NO_SUCH_YEAR)
    await olga.says("/campaign 1999")
    assert olga.screen == unknown
    await olga.says("/campaign")
    await olga.forges("campaign:1999")
    assert olga.screen == unknown
    await olga.forges("campaign:99999999999999999999")
    assert olga.toast == STALE_BUTTON
    assert await world.set_aside() == 0


async def test_the_next_year_is_offered_only_after_this_one(world: World) -> None:
    olga = await world.admin()
    await olga.says("/campaign")
    assert OPEN_2027 not in olga.buttons
    await closes(olga)
    assert OPEN_2027 in olga.buttons
    assert await years(world) == [2026]
