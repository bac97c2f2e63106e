"""/deadline: seeing and moving the deadline for all regions, with two admins at work."""

from datetime import datetime, timedelta

from sqlalchemy import select

from domain.campaigns.campaigns import add_campaign, season
from domain.mailings.mailings import Recipients
from domain.regions.directory import load_regions, region_by_code
from handlers.deadlines.texts import deadline as texts
from handlers.fallback import STALE_BUTTON
from handlers.formatting import deadline, deadline_and_weekday, moment, time_left, until, with_note
from handlers.forms.texts import FORM_GONE, NEEDS_TEXT
from handlers.mailings.texts.reminders import closing
from models import Campaign, Draft, Mailing, MailingDelivery, MailingKind, Person
from tests.handlers.deadlines.typed_dates import NO_DEADLINES, why_not
from tests.world import DEADLINE, MOSCOW, Someone, World, plain

MOVED = datetime(2026, 11, 30, 18, 0, tzinfo=MOSCOW)
LATER = datetime(2026, 12, 5, 23, 59, tzinfo=MOSCOW)
REGIONS = load_regions()


async def moves(admin: Someone, date: str) -> None:
    await admin.says(f"/deadline {date}")
    await admin.presses(texts.CHANGE_SURE)


async def notices(world: World) -> list[str]:
    query = select(Mailing).where(Mailing.kind == MailingKind.NOTICE).order_by(Mailing.id)
    return [mailing.content_json["text"] for mailing in await world.rows(query)]


def told(coordinators: int) -> Recipients:
    """So many, each of another region; all regions with one can be told."""
    return Recipients((), (Person(),) * coordinators, (), REGIONS[coordinators:])


async def confirmation(world: World, until: datetime, coordinators: int = 0, note: str = "") -> str:
    """What is asked before the deadline moves, where no region has reported or has more time."""
    campaign, to = await world.campaign(), told(coordinators)
    text = texts.confirm(campaign, until, to=to, unreported=89, ending=0, zone=MOSCOW)
    return plain(with_note(note, text))


def closings(admin: Someone) -> list[str]:
    """What the admin has heard at the end of a deadline."""
    example = closing(campaign=Campaign(deadline=MOVED), zone=MOSCOW, unreported=(), now=MOVED)
    beginning, _, _ = example.partition(moment(MOVED, MOSCOW))
    texts = (message.text for message in admin.phone.messages)
    return [text for text in texts if text.startswith(beginning)]


async def test_the_deadline_of_one_region_is_the_business_of_another_command(
    world: World,
) -> None:
    olga = await world.admin()
    await olga.says("/deadline брянск 5 декабря")
    told = plain(texts.of_one_region("брянск 5 декабря"))
    assert olga.screen.startswith(f"{told}\n\n")
    assert (await world.campaign()).deadline == DEADLINE


async def test_the_deadline_is_shown_with_its_weekday_and_the_time_left(world: World) -> None:
    olga = await world.admin()
    await olga.says("/deadline")
    assert deadline_and_weekday(DEADLINE, MOSCOW) in olga.screen
    assert time_left(timedelta(days=18, hours=11, minutes=59)) in olga.screen
    world.clock.at = DEADLINE + timedelta(minutes=1)
    await olga.says("/deadline")
    assert texts.IS_OVER in olga.screen


async def test_a_new_deadline_is_shown_back_confirmed_and_told_to_everyone(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Камчатский край", "Борис")
    await olga.says("/deadline")
    await olga.presses(texts.CHANGE)
    await olga.says("30 ноября 18:00")
    assert olga.screen == await confirmation(world, MOVED, coordinators=2)
    assert (await world.campaign()).deadline == DEADLINE, "it is not confirmed yet"
    await olga.presses(texts.CHANGE_SURE)
    assert olga.screen.startswith(texts.changed(told(2)))
    campaign = await world.campaign()
    assert campaign.deadline == MOVED
    heard = texts.changed_for_admins(campaign, DEADLINE, "Ольга Админ", MOSCOW)
    assert pavel.screen == plain(heard)
    assert await notices(world) == [texts.notice(campaign, DEADLINE, MOSCOW)]
    asked = await world.rows(select(MailingDelivery.region_code).order_by("region_code"))
    assert list(asked) == ["31", "41"]
    (entry,) = await world.audit("campaign.deadline")
    assert (entry.person_id, entry.before, entry.after) == (
        olga.id,
        {"deadline": "2026-11-29T20:59:00+00:00"},
        {"deadline": "2026-11-30T15:00:00+00:00"},
    )
    await world.mail()
    for someone, code in ((anna, "31"), (boris, "41")):
        assert plain(until(MOVED, MOSCOW, region_by_code(code))) in someone.screen
    await anna.says("/start")
    assert deadline(MOVED, MOSCOW) in anna.screen
    await pavel.says("/deadline")
    assert deadline_and_weekday(MOVED, MOSCOW) in pavel.screen
    assert "Ольга Админ" in pavel.screen
    assert await world.rows(select(Draft)) == []


async def test_what_is_no_deadline_is_refused_and_the_question_stays(world: World) -> None:
    olga = await world.admin()
    await olga.says("/deadline")
    await olga.presses(texts.CHANGE)
    refused = {typed: await why_not(world, typed) for typed in NO_DEADLINES}
    for typed, why in (refused | {"29.11 23:59": texts.DEADLINE_IS_SET}).items():
        await olga.says(typed)
        assert olga.screen == with_note(why, texts.ASK_DEADLINE), typed
    await olga.sends_sticker()
    assert olga.screen == with_note(NEEDS_TEXT, texts.ASK_DEADLINE)
    await olga.says("/deadline 32 декабря")
    assert olga.screen.startswith("Такого дня нет: 32 декабря. Проверьте дату.\n")
    await olga.says("через неделю")
    wednesday = datetime(2026, 11, 18, 23, 59, tzinfo=MOSCOW)
    assert olga.screen == await confirmation(world, wednesday)
    await olga.presses(texts.OTHER_DATE)
    await olga.says("30.11 18.00")
    assert olga.screen == await confirmation(world, MOVED)
    await olga.presses(texts.LEAVE)
    assert deadline_and_weekday(DEADLINE, MOSCOW) in olga.screen
    assert olga.buttons == [texts.CHANGE], "what was typed is left"
    assert await notices(world) == []
    assert await world.set_aside() == 0


async def test_yes_and_no_are_answers_that_can_be_typed(world: World) -> None:
    olga = await world.admin()
    await olga.says("/deadline 30.11 18:00", "Нет.")
    assert olga.buttons == [texts.CHANGE]
    await olga.says("/deadline 30.11 18:00", "да")
    assert (await world.campaign()).deadline == MOVED


async def test_what_was_typed_waits_behind_a_command(world: World) -> None:
    olga = await world.admin()
    await olga.says("/deadline 30.11 18:00", "/people", "/deadline")
    await olga.presses(texts.resume_change(MOVED, MOSCOW))
    assert olga.screen == await confirmation(world, MOVED)
    await olga.presses(texts.CHANGE_SURE)
    assert (await world.campaign()).deadline == MOVED


async def test_of_two_admins_the_second_sees_what_is_now_and_by_whom(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await olga.says("/deadline 30.11 18:00")
    await pavel.says("/deadline 5 декабря")
    sure = pavel.phone.last
    await olga.presses(texts.CHANGE_SURE)
    pavel.phone.press(texts.CHANGE_SURE, sure)
    await world.settled()
    note = texts.changed_meanwhile(await world.campaign(), "Ольга Админ", MOSCOW)
    assert sure.text == await confirmation(world, LATER, note=note)
    assert (await world.campaign()).deadline == MOVED
    pavel.phone.press(texts.CHANGE_SURE, sure)
    await world.settled()
    assert (await world.campaign()).deadline == LATER
    assert len(await notices(world)) == 2


async def test_what_another_admin_has_set_already_is_not_set_again(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await pavel.says("/deadline 30.11 18:00")
    await moves(olga, "30.11 18:00")
    pavel.phone.press(texts.CHANGE_SURE, pavel.phone.messages[-2])
    await world.settled()
    assert pavel.toast == texts.DEADLINE_IS_SET
    assert len(await notices(world)) == len(await world.audit("campaign.deadline")) == 1
    assert await world.rows(select(Draft)) == []


async def test_two_admins_at_the_same_moment_do_not_overrule_each_other(world: World) -> None:
    admins = [await world.admin(), await world.admin("Павел", which=1)]
    screens = [
        await admin.says(f"/deadline {date}")
        for admin, date in zip(admins, ("30.11 18:00", "5 декабря"), strict=True)
    ]
    for admin, screen in zip(admins, screens, strict=True):
        admin.phone.press(texts.CHANGE_SURE, screen)
    await world.settled()
    assert len(await world.audit("campaign.deadline")) == len(await notices(world)) == 1
    campaign = await world.campaign()
    notes = [texts.changed_meanwhile(campaign, by, MOSCOW) for by in ("Ольга Админ", "Павел")]
    assert sum(note in screen.text for screen in screens for note in notes) == 1


async def test_a_double_tap_moves_it_and_tells_of_it_once(world: World) -> None:
    olga = await world.admin()
    sure = await olga.says("/deadline 30.11 18:00")
    olga.phone.press(texts.CHANGE_SURE, sure)
    olga.phone.press(texts.CHANGE_SURE, sure)
    await world.settled()
    assert olga.toast == FORM_GONE
    assert deadline_and_weekday(MOVED, MOSCOW) in sure.text
    assert len(await notices(world)) == len(await world.audit("campaign.deadline")) == 1


async def test_an_old_button_whose_date_has_passed_asks_anew(world: World) -> None:
    olga = await world.admin()
    await olga.says("/deadline 12.11")
    world.clock.pass_(days=5)
    await olga.presses(texts.CHANGE_SURE)
    assert olga.screen == with_note(texts.DATE_IS_OVER, texts.ASK_DEADLINE)
    assert (await world.campaign()).deadline == DEADLINE


async def test_what_was_typed_for_one_year_is_nothing_to_the_next(world: World) -> None:
    olga = await world.admin()
    sure = await olga.says("/deadline 30.12 18:00")
    world.clock.at = DEADLINE + timedelta(days=1)
    async with world.app.database.transaction() as session:
        dates = season(2027, MOSCOW)
        await add_campaign(session, 2027, dates, by=None, now=world.clock())
    olga.phone.press(texts.CHANGE_SURE, sure)
    await world.settled()
    assert olga.toast == FORM_GONE
    await olga.says("/deadline")
    assert olga.buttons == [texts.CHANGE]
    assert (await world.campaign()).deadline == dates.deadline


async def test_nobody_but_an_admin_reaches_it(world: World) -> None:
    olga = await world.admin()
    anna, ivan = await world.coordinator("Белгородская область"), world.stranger()
    await ivan.says("/start")
    sure = await olga.says("/deadline 30.11 18:00")
    asked = [button.data or "" for row in sure.rows for button in row]
    for someone in (anna, ivan):
        await someone.says("/deadline 30.11")
        assert someone.screen != texts.ASK_DEADLINE
        for data in ("deadline:0", "change_deadline"):
            await someone.forges(data)
            assert someone.toast == STALE_BUTTON
        for data in asked:
            await someone.forges(data)
            assert someone.toast == FORM_GONE
    assert (await world.campaign()).deadline == DEADLINE


async def test_reminders_and_the_closing_follow_the_new_deadline(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await moves(olga, "20.11")
    await world.remind(datetime(2026, 11, 13, 10, 0, tzinfo=MOSCOW))
    assert time_left(timedelta(days=7, hours=13)) in anna.reminders[0]
    await moves(olga, "1.12 18:00")
    await world.remind(datetime(2026, 11, 20, 10, 0, tzinfo=MOSCOW))
    await world.remind(datetime(2026, 11, 21, 0, 5, tzinfo=MOSCOW))
    assert len(anna.reminders) == 1
    assert closings(olga) == []
    await world.remind(datetime(2026, 11, 24, 10, 0, tzinfo=MOSCOW))
    assert len(anna.reminders) == 2


async def test_moved_within_the_same_day_the_closing_comes_for_both(world: World) -> None:
    olga = await world.admin()
    await moves(olga, "20.11 15:00")
    await world.remind(datetime(2026, 11, 20, 15, 1, tzinfo=MOSCOW))
    await moves(olga, "20.11 18:00")
    for minute in (1, 2):
        await world.remind(datetime(2026, 11, 20, 18, minute, tzinfo=MOSCOW))
    ends = [datetime(2026, 11, 20, hour, tzinfo=MOSCOW) for hour in (15, 18)]
    first, second = closings(olga)
    assert moment(ends[0], MOSCOW) in first
    assert moment(ends[1], MOSCOW) in second
