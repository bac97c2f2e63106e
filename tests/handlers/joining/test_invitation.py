"""Coming in by an admin's invitation: the link, the question, the first screen."""

import re
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select

from domain.campaigns.letter import MAILBOX
from domain.events.fields import KINDS
from domain.regions.directory import FEDERAL_DISTRICTS, region_by_code
from handlers import menu, phrases
from handlers.callbacks import OpenEvent
from handlers.event_form.texts import form
from handlers.event_form.texts.form import CONTINUE
from handlers.formatting import until
from handlers.forms.buttons import FormButton
from handlers.forms.texts import NEEDS_TEXT
from handlers.home import WHAT_IS_KEPT, submit_until, welcome_text
from handlers.invitations import texts as invitations
from handlers.joining import texts
from handlers.notifications import somebody_left
from handlers.region_picker import CHOOSE_DISTRICT, DISTRICTS, REGION_NOT_FOUND
from models import Draft, Invitation, Role
from models.base import Base
from tests.world import DEADLINE, MOSCOW, Someone, World, plain

BELGOROD = region_by_code("31").name


def question(region: str, present: str | None = None, **more: Any) -> str:
    """What is asked before somebody joins the region."""
    return plain(texts.invitation.confirm_joining(region=region, present=present, **more))


async def joined(world: World, someone: Someone) -> str | None:
    """The code of the region whose coordinator this is."""
    return (await world.person(someone)).region_code


async def test_a_region_typed_as_people_type_it_is_invited(world: World) -> None:
    olga = await world.admin()
    for typed in ("белгород", "31", "Белгородскя обл", "БЕЛГОРОДСКАЯ ОБЛАСТЬ"):
        await olga.says("/invite", typed)
        ready, to_forward = olga.phone.messages[-2:]
        expires = world.clock.at + timedelta(days=30)
        made = invitations.invitation_made(region=BELGOROD, expires=expires, zone=MOSCOW)
        assert ready.text == plain(made)
        assert re.search(r"https://t\.me/quality_week_bot\?start=[\w-]{22}$", to_forward.text)


async def test_a_region_chosen_by_its_district_is_invited_once_per_question(world: World) -> None:
    olga = await world.admin()
    await olga.taps(str(menu.INVITE.label))
    picker = await olga.presses(FEDERAL_DISTRICTS[None])
    assert len(olga.buttons) == 5  # the four of no district, and the way back
    await olga.presses(DISTRICTS, FEDERAL_DISTRICTS["ЦФО"])
    olga.phone.press(BELGOROD, picker)
    olga.phone.press(BELGOROD, picker)
    await world.settled()
    assert len(await world.rows(select(Invitation))) == 1
    assert olga.toast == invitations.INVITATION_LIST_IS_OLD


async def test_several_regions_or_none_are_answered_with_a_choice(world: World) -> None:
    olga = await world.admin()
    await olga.says("/invite новгород")
    assert {"Нижегородская область", "Новгородская область"} <= set(olga.buttons)
    await olga.says("Атлантида")
    assert olga.screen == REGION_NOT_FOUND
    await olga.sends_sticker()
    assert olga.screen == f"{NEEDS_TEXT}\n\n{CHOOSE_DISTRICT}"
    await olga.says("Новгородская")
    assert "?start=" in olga.screen


async def test_an_invitation_waits_while_the_admin_looks_something_up(world: World) -> None:
    olga = await world.admin()
    picker = await olga.says("/invite")
    await olga.says("/people")
    olga.phone.press(FEDERAL_DISTRICTS["ЮФО"], picker)
    await world.settled()
    await olga.says("Адыгея")
    assert "?start=" in olga.screen


async def test_a_link_asks_and_a_yes_binds_the_person_to_the_region(world: World) -> None:
    olga, anna = await world.admin(), world.stranger("Анна")
    await anna.opens(await world.link(olga, "Белгород"))
    assert anna.screen == question("Белгородская область")
    assert await joined(world, anna) is None
    await anna.presses(texts.invitation.YES_RIGHT)
    assert await joined(world, anna) == "31"
    assert "new" in dict(anna.phone.commands)
    (made,) = await world.audit("invitation.created")
    (joining,) = await world.audit("person.joined")
    assert (made.person_id, made.region_code) == (olga.id, "31")
    assert (joining.person_id, joining.subject_id) == (anna.id, str(anna.id))
    assert joining.after == {"region": "31"}


async def test_the_first_screen_tells_what_until_when_what_is_kept_and_where(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.opens(await world.link(olga, "Камчатский край"))
    await ivan.presses(texts.invitation.YES_RIGHT)
    region, campaign = region_by_code("41"), await world.campaign()
    welcome = welcome_text(
        region=region, campaign=campaign, what_now=submit_until(DEADLINE, MOSCOW, region)
    )
    assert ivan.screen == plain(welcome)
    assert ivan.buttons == [phrases.NEW_EVENT, phrases.FROM_FILE, phrases.REGION_REPORT]
    for told in (
        plain(until(DEADLINE, MOSCOW, region)),
        plain(WHAT_IS_KEPT),
        "https://rskrf.ru/qualityday/",
        "https://kachestvo.pro/news/qw/",
        "https://disk.360.yandex.ru/d/9jpaKlzs2TLQ1w",
        MAILBOX,
    ):
        assert told in ivan.screen
    assert phrases.NEW_EVENT in [key.label for row in ivan.phone.keyboard for key in row]


async def test_a_no_leaves_the_invitation_to_be_used_later(world: World) -> None:
    olga, anna = await world.admin(), world.stranger()
    link = await world.link(olga, "Белгород")
    await anna.opens(link)
    await anna.presses(texts.invitation.NO)
    assert await joined(world, anna) is None
    await anna.opens(link)
    await anna.presses(texts.invitation.YES_RIGHT)
    assert await joined(world, anna) == "31"


async def test_a_command_in_between_does_not_spoil_the_question(world: World) -> None:
    olga, anna = await world.admin(), world.stranger()
    await anna.opens(await world.link(olga, "Белгород"))
    await anna.says("/help", "что это?")
    await anna.presses(texts.invitation.YES_RIGHT)
    assert await joined(world, anna) == "31"


async def test_a_yes_pressed_twice_joins_once_and_shows_where_one_is(world: World) -> None:
    olga, anna = await world.admin(), world.stranger()
    asked = await anna.opens(await world.link(olga, "Белгород"))
    anna.phone.press(texts.invitation.YES_RIGHT, asked)
    anna.phone.press(texts.invitation.YES_RIGHT, asked)
    await world.settled()
    assert len(await world.audit("person.joined")) == 1
    assert "Белгородская область" in anna.screen


async def test_of_two_people_with_one_link_the_quicker_one_joins(world: World) -> None:
    olga, anna, ivan = await world.admin(), world.stranger("Анна"), world.stranger("Иван")
    link = await world.link(olga, "Белгород")
    await anna.opens(link)
    await ivan.opens(link)
    anna.phone.press(texts.invitation.YES_RIGHT)
    ivan.phone.press(texts.invitation.YES_RIGHT)
    await world.settled()
    assert sorted([await joined(world, anna), await joined(world, ivan)], key=str) == ["31", None]
    slower = ivan if await joined(world, anna) else anna
    assert slower.screen == texts.invitation.WRONG_INVITATION


async def test_another_persons_question_cannot_be_answered(world: World) -> None:
    olga, anna, mallory = await world.admin(), world.stranger(), world.stranger("Чужой")
    await anna.opens(await world.link(olga, "Белгород"))
    (draft,) = await world.rows(select(Draft))
    await mallory.says("/start")
    yes = FormButton(form=draft.form, draft=draft.id, version=draft.version, action="finish")
    await mallory.forges(yes.pack())
    assert await joined(world, mallory) is None
    await anna.presses(texts.invitation.YES_RIGHT)
    assert await joined(world, anna) == "31"


async def test_unknown_used_and_expired_invitations_get_the_same_answer(world: World) -> None:
    olga, anna, ivan = await world.admin(), world.stranger("Анна"), world.stranger("Иван")
    used, expired = await world.link(olga, "Белгород"), await world.link(olga, "Белгород")
    await anna.opens(used)
    await anna.presses(texts.invitation.YES_RIGHT)
    world.clock.pass_(days=30)
    answers = {
        (await ivan.opens(link)).text
        for link in (used, expired, "https://t.me/quality_week_bot?start=AAAAAAAAAAAAAAAAAAAAAA")
    }
    assert len(answers) == 1
    assert ivan.screen == texts.invitation.WRONG_INVITATION


async def test_an_invitation_works_until_its_thirtieth_day_and_not_after_it(world: World) -> None:
    olga, anna, ivan = await world.admin(), world.stranger("Анна"), world.stranger("Иван")
    links = await world.link(olga, "Белгород"), await world.link(olga, "Белгород")
    world.clock.pass_(days=29, hours=23)
    await ivan.opens(links[0])
    await anna.opens(links[1])
    await anna.presses(texts.invitation.YES_RIGHT)
    world.clock.pass_(hours=1)
    await ivan.presses(texts.invitation.YES_RIGHT)  # it has expired under the question
    assert (await joined(world, anna), await joined(world, ivan)) == ("31", None)
    assert ivan.screen == texts.invitation.WRONG_INVITATION


async def test_after_five_wrong_tokens_a_right_one_works_and_wrong_ones_wait_an_hour(
    world: World,
) -> None:
    olga, ivan = await world.admin(), world.stranger()
    right = await world.link(olga, "Белгород")
    for guess in range(5):
        assert (await ivan.says(f"/start guess{guess}")).text == texts.invitation.WRONG_INVITATION
    for guess in range(3):
        assert (await ivan.says(f"/start more{guess}")).text == texts.invitation.TOO_MANY_WRONG
    assert len(await world.audit("invitation.wrong")) == 5, "no more than so many are recorded"
    assert (await ivan.opens(right)).text == question("Белгородская область")
    world.clock.pass_(minutes=61)
    assert (await ivan.says("/start guess")).text == texts.invitation.WRONG_INVITATION


async def test_wrong_tokens_are_counted_for_each_person(world: World) -> None:
    ivan, anna = world.stranger(), world.stranger("Анна")
    for guess in range(6):
        await ivan.says(f"/start guess{guess}")
    assert ivan.screen == texts.invitation.TOO_MANY_WRONG
    assert (await anna.says("/start guess")).text == texts.invitation.WRONG_INVITATION


async def test_the_token_is_nowhere_in_the_database_once_the_answers_are_out(world: World) -> None:
    olga, anna = await world.admin(), world.stranger()
    link = await world.link(olga, "Белгород")
    token = link.partition("start=")[2]
    await anna.opens(link)
    await anna.presses(texts.invitation.YES_RIGHT)
    async with world.app.database.transaction() as session:
        for table in Base.metadata.sorted_tables:
            rows = (await session.execute(select(table))).all()
            assert token not in str(rows), table.name
        hashes = await session.execute(select(Invitation.token_hash))
        assert hashes.scalars().all() == [sha256(token.encode()).hexdigest()]


async def test_an_admin_who_opens_a_link_does_not_use_it_up(world: World) -> None:
    olga, anna = await world.admin(), world.stranger()
    link = await world.link(olga, "Белгород")
    await olga.opens(link)
    assert (await world.person(olga)).role == Role.ADMIN
    await anna.opens(link)
    assert anna.screen == question("Белгородская область")


async def test_a_coordinator_of_the_same_region_does_not_use_a_link_up(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.opens(await world.link(olga, "Белгород"))
    assert anna.screen == texts.invitation.already_coordinator(region="Белгородская область")
    assert await world.rows(select(func.count()).where(Invitation.used_at.is_not(None))) == [0]


async def test_a_coordinator_of_another_region_moves_after_a_yes(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    event = await world.event(anna)
    first_question = await anna.says("/new")
    await anna.opens(await world.link(olga, "Тверская"))
    alone = question("Тверская область", present="Белгородская область", is_last=True)
    assert anna.screen == alone
    await anna.presses(texts.invitation.YES_RIGHT)
    assert await joined(world, anna) == "69"
    anna.phone.press(KINDS["education"], first_question)
    await world.settled()
    assert first_question.text == form.FORM_GONE
    await anna.says("/events")
    await anna.forges(OpenEvent(event=event.id).pack())
    assert "Урок качества" not in anna.screen
    moved = (await world.audit("person.joined"))[-1]
    assert (moved.before, moved.after) == ({"region": "31"}, {"region": "69"})


async def test_an_unfinished_event_is_told_of_before_a_move_and_waits_after_a_no(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.coordinator("Белгородская область", "Борис")
    await anna.says("/new")
    await anna.presses(KINDS["education"])
    link = await world.link(olga, "Тверская")
    await anna.opens(link)
    moving = question("Тверская область", present="Белгородская область", unfinished_event=True)
    assert anna.screen == moving, "and the region has somebody else"
    await anna.says("нет")
    assert texts.invitation.INVITATION_LEFT in [each.text for each in anna.phone.messages[-2:]]
    assert CONTINUE in anna.buttons
    await anna.opens(link)
    await anna.says("Да.")
    assert await joined(world, anna) == "69"
    assert await world.rows(select(Draft)) == []


async def test_the_admins_hear_of_the_region_that_a_move_leaves_with_nobody(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    for someone in (anna, boris):
        await someone.opens(await world.link(olga, "Тверская"))
        await someone.presses(texts.invitation.YES_RIGHT)
    region = region_by_code("31")
    left = [
        plain(somebody_left(await world.person(each), region, others=[])) for each in (anna, boris)
    ]
    heard = [each.text for each in olga.phone.messages if each.text in left]
    assert heard == left[1:], "only of the last one"
