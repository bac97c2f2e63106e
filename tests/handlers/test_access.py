"""Nothing of a region or of the desk is reached by whom it is not for. Every command, every
label and every callback there is, found in the code and not listed here, is tried by people who
have no right to it; the database and what they are told must not show it."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import Table, select

from domain.drafts import drafts_of, start_draft
from handlers.filters import ForRole
from handlers.routers import build_router
from models import (
    AccessRequest,
    Base,
    BroadcastContent,
    Draft,
    Event,
    Extension,
    ExtensionRequest,
    FormKind,
    Invitation,
    Mailing,
    MailingDelivery,
    Person,
    RegionMessage,
    RegionReport,
    ReportState,
    Role,
    WrittenText,
)
from tests.sweep import REGION, callbacks, presses, sayings
from tests.world import Someone, World

pytestmark = pytest.mark.long

SECRET = "Тайна"
# A form's question that only its own people may answer.
ADMINS_FORMS = set(FormKind) - {
    *(FormKind.EVENT, FormKind.EDIT, FormKind.JOIN, FormKind.ACCESS, FormKind.REPLY)
}
# What whoever has no access may do: ask for it, and try an invitation.
OPEN_TO_ALL = {"access.requested", "invitation.wrong"}


# ── The world, and what must not change in it ────────────────────────────────────────────


async def secrets_of_a_region(world: World) -> Someone:
    """One row of everything, each with a secret in it; gives the region's coordinator."""
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область", f"{SECRET} Анна")
    event = await world.event(anna, SECRET, city=SECRET, organisation=SECRET)
    asker = world.stranger(f"{SECRET} Иван")
    await asker.says("/start")
    now, campaign = world.clock(), await world.campaign()
    here = {"campaign_id": campaign.id, "region_code": REGION}
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, anna.id)).username = "anna"
        saved = await session.get_one(Event, event.id)
        saved.returned_at, saved.returned_by, saved.return_comment = now, olga.id, SECRET
        report = RegionReport(**here, state=ReportState.RETURNED, changed_at=now)
        report.changed_by = anna.id
        report.submitted_at = report.returned_at = now
        report.returned_by, report.return_comment = olga.id, SECRET
        more_time = {"until": campaign.deadline.replace(year=2027), "reason": SECRET}
        mailing = Mailing(campaign_id=campaign.id, created_at=now)
        mailing.content = BroadcastContent(message=WrittenText(text=SECRET))
        mailing.created_by = olga.id
        session.add_all(
            [
                report,
                mailing,
                Extension(**here, **more_time, granted_by=olga.id, granted_at=now),
                ExtensionRequest(**here, person_id=anna.id, requested_at=now),
                AccessRequest(person_id=asker.id, region_code=REGION, requested_at=now),
                Invitation(
                    token_hash="0",
                    region_code=REGION,
                    created_by=olga.id,
                    created_at=now,
                    expires_at=campaign.deadline,
                ),
                Draft(
                    person_id=anna.id,
                    form=FormKind.EVENT,
                    step="city",
                    answers={"name": SECRET},
                    version=1,
                    active=False,
                    changed_at=now,
                    **here,
                ),
            ]
        )
        await session.flush()
        written = {"coordinator_id": anna.id, "text": SECRET, "sent_at": now, "region_code": REGION}
        session.add_all(
            [
                MailingDelivery(mailing_id=mailing.id, person_id=anna.id, region_code=REGION),
                RegionMessage(author_id=anna.id, **written),
                RegionMessage(author_id=olga.id, **written),
            ]
        )
    return anna


async def everything(world: World, but: Someone) -> dict[str, set[str]]:
    """What the database says, table by table, apart from the prowler's own: what they have
    begun, asked for and done to their own region, and what is noted of their messages."""
    own = await world.person(but)
    async with world.app.database.transaction() as session:
        return {
            table.name: {
                json.dumps(row, default=str, sort_keys=True, ensure_ascii=False)
                for row in map(dict, (await session.execute(select(table))).mappings())
                if not _is_own(table, row, own)
            }
            for table in Base.metadata.sorted_tables
            if table.name not in ("inbox", "received_updates")
        }


def _is_own(table: Table, row: dict[str, Any], own: Person) -> bool:
    if own.region_code is not None and row.get("region_code") == own.region_code:
        return True
    if table.name == "people":
        return bool(row["id"] == own.id)
    if table.name == "audit_trail":
        return row["person_id"] == own.id and row["action"] in OPEN_TO_ALL
    return table.name in ("drafts", "access_requests") and row["person_id"] == own.id


# ── Those who have no right to it ────────────────────────────────────────────────────────


async def a_stranger(world: World) -> Someone:
    ivan = world.stranger("Прохожий")
    await ivan.says("/start")
    return ivan


async def a_neighbour(world: World) -> Someone:
    return await world.coordinator("Тверская область", "Сосед")


async def a_removed_one(world: World) -> Someone:
    """Who has been the region's coordinator, then an admin, and is neither any more."""
    was = await world.coordinator("Белгородская область", "Бывший")
    await was.says("/new", "/events")
    await _now_is(world, was, Role.ADMIN)
    await was.says("/start", "/people", "/invite", "/history")
    await _now_is(world, was, Role.STRANGER)
    return was


async def _now_is(world: World, someone: Someone, role: Role) -> None:
    async with world.app.database.transaction() as session:
        person = await session.get_one(Person, someone.id)
        person.role, person.region_code, person.active = role, None, role != Role.STRANGER


PROWLERS = (a_stranger, a_neighbour, a_removed_one)


# Each prowler on one of the databases: what is asked here is which router answers.
@pytest.mark.parametrize(
    ("database_url", "prowler"),
    [(("sqlite", "postgresql")[number % 2], each) for number, each in enumerate(PROWLERS)],
    indirect=["database_url"],
)
async def test_no_command_no_button_and_no_answer_reaches_what_is_not_theirs(
    world: World, prowler: Callable[[World], Awaitable[Someone]]
) -> None:
    anna = await secrets_of_a_region(world)
    someone = await prowler(world)
    before, was = await everything(world, someone), await world.person(someone)
    so_far, shown = len(list(world.telegram.journal)), someone.phone.last
    for text in sayings():
        await someone.phone.says(text)
    for callback in callbacks():
        for data in presses(callback, anna.id):
            someone.phone.forge(data, shown)
        await world.settled()
        await _bound_again(world, was)
    for form in sorted(ADMINS_FORMS):
        await _answering(world, someone, form)
        await someone.says(SECRET.lower(), REGION, "30.11 18:00")
    after = await everything(world, someone)
    assert {name: rows ^ before[name] for name, rows in after.items() if rows ^ before[name]} == {}
    assert (await world.person(someone)).role == was.role
    calls = list(world.telegram.journal)[so_far:]
    assert len(calls) > 100
    told = [str(call.params) for call in calls if call.chat_id in (someone.id, None)]
    assert [words for words in told if SECRET in words] == []
    assert [call for call in calls if call.chat_id == anna.id] == [], "nor is the region bothered"
    assert [call for call in calls if call.method in ("sendDocument", "sendPhoto")] == []
    assert await world.set_aside() == 0


async def _bound_again(world: World, was: Person) -> None:
    """A coordinator may step down; here they have to go on trying."""
    async with world.app.database.transaction() as session:
        person = await session.get_one(Person, was.id)
        assert person.role in (was.role, Role.STRANGER)
        person.role, person.region_code = was.role, was.region_code


async def _answering(world: World, someone: Someone, form: FormKind) -> None:
    """As if the bot had asked them an admin's question before."""
    async with world.app.database.transaction() as session:
        person = await session.get_one(Person, someone.id)
        drafts = await drafts_of(session, person)
        await start_draft(session, person, form, drafts, now=world.clock(), step="text")


def test_the_sweep_knows_every_kind_of_button() -> None:
    pressed = {callback: presses(callback, 10_001) for callback in callbacks()}
    assert len(pressed) > 25
    assert [callback for callback, data in pressed.items() if not data] == []
    for callback, data in pressed.items():
        assert all(callback.unpack(each) for each in data)


def test_every_conversation_but_the_first_and_the_last_asks_whom_it_is_for() -> None:
    """The sweep does not see a screen that has no secret in it, such as the list of admins."""
    unasked = {
        (router.name, kind)
        for router in build_router().sub_routers
        for kind, observer in router.observers.items()
        if observer.handlers
        and not any(isinstance(each.callback, ForRole) for each in observer._handler.filters or ())
    }
    assert {name for name, _ in unasked} == {
        "groups",
        "everyone",
        "forms",
        "fallback",
    }
