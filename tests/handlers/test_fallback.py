"""What no conversation takes: strangers who try everything, groups, corrected messages."""

import pytest
from sqlalchemy import select

from domain.events.fields import KINDS, field
from handlers import phrases
from handlers.event_form.texts import form
from handlers.forms import texts
from handlers.forms.buttons import FormButton
from models import Draft, Event, FormKind, Invitation
from tests.world import Someone, World

HERE_NOT = phrases.private_chats_only(username="quality_week_bot")
COMMANDS = ("/help", "/cancel", "/new", "/events", "/report", "/invite 31", "/people", "/export")
NOT_FOR_COORDINATORS = (
    "invite:ЦФО:", "invite::31", "export::31", "people:0", "of::31", "person:10001",
    "remove:10001:31:1", "reach", "requests", "decide:1:1", "ask::31", "send:31", "access",
)  # fmt: skip
NOT_FOR_ADMINS = (
    "new:0", "resume:1", "drop:1", "edit:1:name", "edit:1:", "events:0", "event:1", "delete:1:1",
    "report", "state:submitted:1:0", "state:zero:0:1", "state:open:1:0", "form:1:1:save:",
    "form:1:1:pick:1",
)  # fmt: skip
NONSENSE = (
    "", "?", "event", "event:", "event:x", "event:-1", "event:99999999999999999999", "events:x",
    "form:1:1:fly:", "form:99999999999999999999:1:save:", "state:gone:1:0", "ы" * 30,
    "person:99999999999999999999999", "decide:4294967296:1", "join:99999999999:yes",
)  # fmt: skip


async def forges_all(world: World, someone: Someone, *data: str) -> set[str]:
    """The answers that these presses bring, all on one message of the bot."""
    for each in filter(None, data):
        someone.phone.forge(each, someone.phone.last)
    await world.settled()
    return {answer.text for answer in someone.phone.answers}


async def test_a_stranger_sees_nothing_but_the_offer_to_ask_for_access(world: World) -> None:
    anna, ivan = await world.coordinator("Белгородская область"), world.stranger()
    await world.event(anna, name="Тайное")
    await anna.says("/new")
    for command in COMMANDS:
        await ivan.says(command)
        assert "Тайное" not in ivan.screen
    await ivan.says("Здравствуйте")
    assert ivan.buttons == [phrases.ASK_FOR_ACCESS]
    offers = {"ask::31", "send:31", "access"}
    forged = {*NOT_FOR_COORDINATORS, *NOT_FOR_ADMINS, *NONSENSE} - offers
    shown = ivan.screen
    assert await forges_all(world, ivan, *forged) == {phrases.STALE_BUTTON}
    assert ivan.screen == shown
    await untouched(world)


async def test_a_coordinator_reaches_nothing_of_the_admins(world: World) -> None:
    anna, olga = await world.coordinator("Белгородская область"), await world.admin()
    await world.event(anna, name="Тайное")
    for command in ("/invite 31", "/people", "/export"):
        await anna.says(command)
        assert anna.screen == phrases.UNKNOWN_COMMAND
    texts = await forges_all(world, anna, *NOT_FOR_COORDINATORS, *NONSENSE)
    assert texts == {phrases.STALE_BUTTON}
    assert (await world.person(anna)).is_coordinator
    assert not anna.phone.messages[-1].document
    texts = await forges_all(world, olga, *NOT_FOR_ADMINS, *NONSENSE)
    assert texts == {phrases.STALE_BUTTON}
    await untouched(world)


async def test_another_regions_events_and_drafts_are_out_of_reach(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    event = await world.event(anna, name="Тайное")
    await anna.says("/new")
    await anna.presses(KINDS["other"])
    (draft,) = await world.rows(select(Draft))
    yana = await world.coordinator("Тверская область", "Яна")
    for data in (
        f"event:{event.id}",
        f"edit:{event.id}:",
        f"edit:{event.id}:name",
        f"delete:{event.id}:1",
        f"resume:{draft.id}",
        f"drop:{draft.id}",
        f"form:{draft.id}:{draft.version}:save:",
        f"form:{event.draft_id}:1:save:",
    ):
        await yana.says("/events")
        await yana.forges(data)
        assert "Тайное" not in yana.screen
    await yana.says("/new")
    await yana.presses(KINDS["other"])
    await yana.says("Своё")
    (own,) = await world.rows(select(Draft).where(Draft.person_id == yana.id))
    await yana.forges(f"form:{own.id}:{own.version}:pick:{event.id}")
    await untouched(world)
    kept, own = await world.rows(select(Draft).order_by(Draft.id))
    assert kept.id == draft.id
    assert "city" not in own.answers


async def untouched(world: World) -> None:
    """The one event is as it was, no invitation was made and no message had to be set aside."""
    (event,) = await world.rows(select(Event))
    assert (event.name, event.deleted_at) == ("Тайное", None)
    assert await world.rows(select(Invitation)) == []
    assert await world.set_aside() == 0


async def test_a_form_that_asks_for_no_event_is_not_opened_as_one(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.opens(await world.link(olga, "Тверская"))
    (draft,) = await world.rows(select(Draft))
    await forges_all(
        world,
        anna,
        *(
            FormButton(
                form=FormKind.EVENT, draft=draft.id, version=1, action=action, value="name"
            ).pack()
            for action in ("back", "keep", "ask", "finish", "show")
        ),
    )
    assert form.FORM_GONE in anna.screen
    assert await world.set_aside() == 0


@pytest.mark.parametrize("command", ["/start", "/new@quality_week_bot"])
async def test_in_a_group_the_bot_says_where_it_works(world: World, command: str) -> None:
    anna = world.telegram.person("Анна")
    group = world.telegram.group("Отдел")
    group.add(anna, by=anna)
    group.add(world.bot, by=anna)
    await world.settled()
    phone = anna.chat_in(group)
    assert phone.last.text == HERE_NOT
    await phone.says("Коллеги, добрый день")
    await phone.says(command)
    await world.settled()
    said = [message for message in phone.messages if message.from_bot]
    assert len(said) == 2
    assert said[-1].text == HERE_NOT
    assert "https://t.me/quality_week_bot" in HERE_NOT
    phone.forge("report", said[-1])
    await world.settled()
    assert phone.answers[-1].text == HERE_NOT
    await phone.edits(await phone.says("опечатка"), "исправлено")
    await world.settled()
    assert len([message for message in phone.messages if message.from_bot]) == 2
    assert await world.set_aside() == 0


async def test_a_corrected_message_corrects_its_answer_while_the_form_is_open(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses(KINDS["other"])
    sent = await anna.phone.says("Урок")
    await world.settled()
    await anna.phone.edits(sent, "Урок качества")
    await world.settled()
    assert texts.corrected(field("name").title) in anna.screen
    (draft,) = await world.rows(select(Draft))
    assert draft.answers["name"] == "Урок качества"
    await anna.says("Белгород")
    assert field("organisation").question in anna.screen
