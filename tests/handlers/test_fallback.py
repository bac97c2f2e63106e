"""What no conversation takes: strangers who try everything, groups, corrected messages."""

import pytest
from sqlalchemy import select

from domain.events.fields import KINDS, field
from handlers.callbacks import (
    AskForAccess,
    ChangeReport,
    DeleteEvent,
    EditEvent,
    NewEvent,
    OpenEvent,
    OpenEvents,
    OpenPeople,
    OpenPerson,
    OpenReport,
    OpenRequests,
)
from handlers.event_form.texts import form
from handlers.export.filter_buttons import ExportRegion
from handlers.fallback import STALE_BUTTON, UNKNOWN_COMMAND, private_chats_only
from handlers.forms import texts
from handlers.forms.buttons import FormButton
from handlers.home import ASK_FOR_ACCESS
from handlers.joining.screens import Decide
from handlers.people.people import OpenOutOfReach, PeopleRegion, RemovePerson
from models import Draft, Event, FormKind, Invitation
from tests.world import Someone, World, form_data

HERE_NOT = private_chats_only(username="quality_week_bot")
COMMANDS = ("/help", "/cancel", "/new", "/events", "/report", "/invite 31", "/people", "/export")
ACCESS = AskForAccess().pack()
NOT_FOR_COORDINATORS = (
    ACCESS,
    OpenPeople().pack(),
    PeopleRegion(code="31").pack(),
    OpenPerson(person=10_001).pack(),
    RemovePerson(person=10_001, region="31", sure=True).pack(),
    OpenOutOfReach().pack(),
    OpenRequests().pack(),
    Decide(request=1, approve=True).pack(),
    ExportRegion(code="31", year=2026).pack(),
)
NOT_FOR_ADMINS = (
    NewEvent(year=2026).pack(),
    OpenEvents().pack(),
    OpenEvent(event=1).pack(),
    EditEvent(event=1).pack(),
    EditEvent(event=1, field="name").pack(),
    DeleteEvent(event=1, sure=True).pack(),
    OpenReport().pack(),
    ChangeReport(year=2026, to="submitted", seen="1").pack(),
    ChangeReport(year=2026, to="zero", seen="0", sure=True).pack(),
    ChangeReport(year=2026, to="open", seen="1").pack(),
)
NONSENSE = (
    "", "?", "resume:1", "join:99999999999:yes", "ы" * 30,
    *(f"{OpenEvent.__prefix__}{rest}" for rest in ("", ":", ":x", ":-1", f":{10**19}")),
    *(f"{FormButton.__prefix__}:{rest}" for rest in ("1:1:fly:", f"event:{10**19}:1:finish:")),
    f"{OpenEvents.__prefix__}:x", f"{ChangeReport.__prefix__}:gone:1:0",
    f"{OpenPerson.__prefix__}:{10**22}", f"{Decide.__prefix__}:{2**32}:1",
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
    assert ivan.buttons == [ASK_FOR_ACCESS]
    forged = {*NOT_FOR_COORDINATORS, *NOT_FOR_ADMINS, *NONSENSE} - {ACCESS}
    shown = ivan.screen
    assert await forges_all(world, ivan, *forged) == {STALE_BUTTON}
    assert ivan.screen == shown
    await untouched(world)


async def test_a_coordinator_reaches_nothing_of_the_admins(world: World) -> None:
    anna, olga = await world.coordinator("Белгородская область"), await world.admin()
    await world.event(anna, name="Тайное")
    for command in ("/invite 31", "/people", "/export"):
        await anna.says(command)
        assert anna.screen == UNKNOWN_COMMAND
    texts = await forges_all(world, anna, *NOT_FOR_COORDINATORS, *NONSENSE)
    assert texts == {STALE_BUTTON}
    assert (await world.person(anna)).is_coordinator
    assert not anna.phone.messages[-1].document
    texts = await forges_all(world, olga, *NOT_FOR_ADMINS, *NONSENSE)
    assert texts == {STALE_BUTTON}
    await untouched(world)


async def test_another_regions_events_and_drafts_are_out_of_reach(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    event = await world.event(anna, name="Тайное")
    await anna.says("/new")
    await anna.presses(KINDS["other"])
    (draft,) = await world.rows(select(Draft))
    yana = await world.coordinator("Тверская область", "Яна")
    for data in (
        OpenEvent(event=event.id).pack(),
        EditEvent(event=event.id).pack(),
        EditEvent(event=event.id, field="name").pack(),
        DeleteEvent(event=event.id, sure=True).pack(),
        form_data(draft, "show"),
        form_data(draft, "finish"),
    ):
        await yana.says("/events")
        await yana.forges(data)
        assert "Тайное" not in yana.screen
    await yana.says("/new")
    await yana.presses(KINDS["other"])
    await yana.says("Своё")
    (own,) = await world.rows(select(Draft).where(Draft.person_id == yana.id))
    await yana.forges(form_data(own, "pick", str(event.id)))
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
    phone.forge(OpenReport().pack(), said[-1])
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
