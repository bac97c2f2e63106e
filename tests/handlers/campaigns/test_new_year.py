"""Opening the next year, with two admins at work."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select

from domain.campaigns.campaigns import Season, season
from domain.mailings.mailings import Recipients
from domain.refusal import Refusal
from domain.regions.directory import load_regions, region_by_code
from domain.reports.years import date_errors
from domain.text.dates import parse_day
from handlers.campaigns import texts
from handlers.deadlines.texts import extensions
from handlers.event_form.texts import form as form_texts
from handlers.fallback import STALE_BUTTON
from handlers.formatting import with_note
from handlers.forms.texts import BACK, CANCEL, FORM_GONE, PRESS_A_BUTTON
from handlers.mailings.texts import mailing as mailing_texts
from handlers.mailings.texts.mailing import STAYS_COORDINATOR
from handlers.phrases import report_heading
from models import Draft, Mailing, MailingDelivery, MailingKind, Person
from tests.handlers.campaigns.years import (
    OPEN_2027,
    OVER,
    campaign_screen,
    closes,
    opens_2027,
    years,
)
from tests.world import MOSCOW, World, plain

FIELDS = texts.new_year.FIELDS
OPEN_SURE = texts.new_year.OPEN_SURE
BY_THE_RULE = season(2027, MOSCOW)
REGIONS = load_regions()
MOSCOW_CITY = region_by_code("77")


def dates_screen(world: World, dates: Season, note: str = "") -> str:
    wrong = date_errors(dates, world.clock(), MOSCOW)
    return plain(with_note(note, texts.new_year.dates(2027, dates, wrong, MOSCOW)))


def asked(field: str, note: str = "") -> str:
    return plain(with_note(note, texts.new_year.ask_date(field, 2027)))


def question(coordinators: int = 0, extended: Mapping[str, datetime] | None = None) -> str:
    """Whether to open 2027."""
    to = Recipients((), (Person(),) * coordinators, (), REGIONS[coordinators:])
    return texts.new_year.confirm_opening(
        2027, 2026, to, drafts=0, extended=extended or {}, zone=MOSCOW
    )


async def test_it_is_opened_only_after_this_one(world: World) -> None:
    olga = await world.admin()
    await olga.says("/campaign")
    for year, why_not in (
        (2027, texts.new_year.NOT_YET),
        (2099, texts.new_year.NOT_YET),
        (0, texts.new_year.opened_already(2026, None)),
    ):
        await olga.forges(f"open_year:{year}")
        assert olga.screen == why_not
        assert olga.buttons == [texts.new_year.TO_CAMPAIGN]
    assert await years(world) == [2026]


async def test_the_dates_follow_the_rule_and_each_can_be_changed(world: World) -> None:
    olga = await world.admin()
    await closes(olga)
    await olga.presses(OPEN_2027)
    assert olga.screen == dates_screen(world, BY_THE_RULE)
    assert olga.buttons == [*FIELDS.values(), OPEN_2027, CANCEL]
    await olga.presses(FIELDS["day"])
    for typed in ("когда-нибудь", "10.11.2026", "31 ноября"):
        with pytest.raises(Refusal) as refused:
            parse_day(typed, 2027, world.clock(), MOSCOW)
        await olga.says(typed)
        assert olga.screen == asked("day", str(refused.value))
    await olga.says("20 ноября")
    late = replace(BY_THE_RULE, day=date(2027, 11, 20))
    assert olga.screen == dates_screen(world, late)
    assert olga.buttons == [*FIELDS.values(), CANCEL], "the day is not in the Week"
    await olga.says("что-то ещё")
    assert olga.screen == dates_screen(world, late, note=PRESS_A_BUTTON)
    await olga.presses(FIELDS["week_start"])
    await olga.says("15.11")
    await olga.presses(FIELDS["week_end"], BACK, FIELDS["week_end"])
    await olga.says("/people", "/campaign")
    await olga.presses(OPEN_2027)
    late = replace(late, week_start=date(2027, 11, 15))
    assert olga.screen == dates_screen(world, late), "what was typed is kept"
    await olga.presses(FIELDS["week_end"])
    await olga.says("21 ноября")
    await olga.presses(FIELDS["deadline"])
    await olga.says("20.11")
    early = datetime(2027, 11, 20, 23, 59, tzinfo=MOSCOW)
    late = replace(late, week_end=date(2027, 11, 21), deadline=early)
    assert olga.screen == dates_screen(world, late)
    assert OPEN_2027 not in olga.buttons, "the deadline is within the Week"
    await olga.presses(FIELDS["deadline"])
    await olga.says("5 декабря 18:00")
    await olga.presses(OPEN_2027, OPEN_SURE)
    campaign = await world.campaign()
    assert (campaign.year, campaign.title) == (2027, "Неделя качества 2027")
    assert [f"{day:%d.%m}" for day in (campaign.week_start, campaign.day, campaign.week_end)] == [
        "15.11",
        "20.11",
        "21.11",
    ]
    assert campaign.deadline == datetime(2027, 12, 5, 18, 0, tzinfo=MOSCOW)
    assert await world.rows(select(Draft)) == []
    assert await world.set_aside() == 0


async def test_a_date_that_is_changed_has_to_be_looked_at_again(world: World) -> None:
    olga = await world.admin()
    await closes(olga)
    await olga.presses(OPEN_2027, FIELDS["deadline"])
    await olga.says("5 декабря 18:00")
    typed = olga.sent
    await olga.presses(OPEN_2027)
    await olga.edits(typed, "10 декабря 18:00")
    later = replace(BY_THE_RULE, deadline=datetime(2027, 12, 10, 18, 0, tzinfo=MOSCOW))
    assert olga.screen.endswith(dates_screen(world, later))
    assert OPEN_SURE not in olga.buttons
    await olga.presses(OPEN_2027, OPEN_SURE)
    assert (await world.campaign()).deadline == later.deadline


async def test_coordinators_carry_over_and_each_is_to_be_asked_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna, vera = await world.coordinator("Белгородская область"), await world.coordinator("Москва")
    await world.event(anna)
    world.clock.at = OVER
    await pavel.says("/campaign")
    await pavel.presses(OPEN_2027, OPEN_2027)
    sure = pavel.phone.last
    assert sure.text == question(coordinators=2)
    await opens_2027(world, olga)
    opened = texts.new_year.opened(2027, MOSCOW, BY_THE_RULE.deadline)
    assert olga.screen == opened
    assert pavel.screen == texts.campaign.done_by(opened, "Ольга Админ")
    pavel.phone.press(OPEN_SURE, sure)
    await world.settled()
    assert sure.text == texts.new_year.opened_already(2027, "Ольга Админ")
    assert await world.rows(select(Draft)) == []
    assert await years(world) == [2026, 2027]
    campaign = await world.campaign()
    (mailing,) = await world.rows(
        select(Mailing).where(Mailing.kind == MailingKind.YEARLY_CONFIRMATION)
    )
    still = texts.yearly_confirmation.question(campaign)
    assert mailing.content_json["text"] == still
    told = "\n\n".join(
        (
            still,
            mailing_texts.deadline(campaign.deadline, MOSCOW, MOSCOW_CITY),
            mailing_texts.still_coordinator(MOSCOW_CITY),
        )
    )
    to = await world.rows(select(MailingDelivery.person_id).order_by("person_id"))
    assert list(to) == [anna.id, vera.id]
    await world.mail()
    await world.mail()
    assert [message.text for message in vera.phone.messages].count(plain(told)) == 1
    await vera.presses(STAYS_COORDINATOR)
    assert (await world.person(vera)).confirmed_at is not None
    await anna.says("/report")
    assert plain(report_heading(region_by_code("31"), campaign.year)) in anna.screen
    await olga.says("/campaign")
    assert texts.campaign.confirmed(1, of=2) in olga.screen
    await olga.presses("2026")
    assert olga.screen == await campaign_screen(world, 2026)
    assert olga.buttons == [texts.campaign.STATUS, texts.campaign.EXPORT, "2027"]
    data = [button.data for row in olga.phone.last.rows for button in row]
    assert data == ["status:2026", "export_campaign:2026", "campaign:2027"]


async def test_two_admins_at_the_same_moment_open_one_year(world: World) -> None:
    admins = [await world.admin(), await world.admin("Павел", which=1)]
    world.clock.at = OVER
    for admin in admins:
        await admin.says("/campaign")
        await admin.presses(OPEN_2027, OPEN_2027)
    screens = [admin.phone.last for admin in admins]
    for admin, screen in zip(admins, screens, strict=True):
        admin.phone.press(OPEN_SURE, screen)
    await world.settled()
    late = [texts.new_year.opened_already(2027, by) for by in ("Ольга Админ", "Павел")]
    assert sum(screen.text in late for screen in screens) == 1
    assert len(await world.rows(select(Mailing.id))) == 1
    assert await years(world) == [2026, 2027]


async def test_a_double_tap_opens_it_once(world: World) -> None:
    olga = await world.admin()
    await closes(olga)
    await olga.presses(OPEN_2027, OPEN_2027)
    sure = olga.phone.last
    olga.phone.press(OPEN_SURE, sure)
    olga.phone.press(OPEN_SURE, sure)
    await world.settled()
    assert olga.toast == FORM_GONE
    assert sure.text == texts.new_year.opened(2027, MOSCOW, BY_THE_RULE.deadline)
    assert len(await world.audit("campaign.opened")) == 2, "this year's and the next"


async def test_whose_time_goes_on_is_told_before_the_next_year_takes_it(world: World) -> None:
    olga = await world.admin()
    await olga.says("/extend белгород", "15.12", "Ремонт")
    await olga.presses(extensions.GRANT)
    world.clock.at = OVER
    await olga.says("/campaign")
    await olga.presses(OPEN_2027, OPEN_2027)
    assert olga.screen == question(extended={"31": datetime(2026, 12, 15, 23, 59, tzinfo=MOSCOW)})
    await olga.presses(BACK)
    assert olga.screen == dates_screen(world, BY_THE_RULE)
    await olga.presses(CANCEL)
    assert olga.screen == texts.new_year.not_opened(2027)
    assert await years(world) == [2026]


async def test_what_was_left_unfinished_last_year_is_shown_before_it_goes(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.fills_in(name="Не сохранено")
    (draft,) = await world.rows(select(Draft))
    await opens_2027(world, olga)
    await anna.says("/new")
    left = plain(form_texts.left_from(2026, draft))
    assert anna.phone.messages[-2].text == left
    await anna.says("/new")
    assert anna.phone.messages[-2].text != left


async def test_nobody_but_an_admin_opens_it(world: World) -> None:
    olga = await world.admin()
    anna, ivan = await world.coordinator("Белгородская область"), world.stranger()
    await ivan.says("/start")
    world.clock.at = OVER
    await olga.says("/campaign")
    await olga.presses(OPEN_2027, OPEN_2027)
    buttons = [button.data or "" for row in olga.phone.last.rows for button in row]
    for someone in (anna, ivan):
        await someone.forges("open_year:2027")
        assert someone.toast == STALE_BUTTON
        for data in buttons:
            await someone.forges(data)
            assert someone.toast == FORM_GONE
    assert await years(world) == [2026]
