"""A world with a secret in everything, people who have no right to it, and what the database says
of it: for tests that try what those people must not reach."""

import json
from typing import Any

from sqlalchemy import Table, select

from models import (
    AccessRequest,
    Base,
    BroadcastContent,
    Draft,
    Event,
    Extension,
    ExtensionRequest,
    FormKind,
    HelperLink,
    Invitation,
    Mailing,
    MailingDelivery,
    Person,
    Proposal,
    ProposalState,
    RegionMessage,
    RegionReport,
    ReminderKind,
    ReportState,
    Role,
    WrittenText,
)
from tests.helping import helper_of
from tests.sweep import REGION
from tests.world import ANSWERS, Someone, World

SECRET = "Тайна"
# What whoever has no access may do: ask for it, try an invitation, and leave as a helper.
OPEN_TO_ALL = {"access.requested", "invitation.wrong", "helper.left"}


# ── The world, and what must not change in it ────────────────────────────────────────────


async def secrets_of_a_region(world: World, secret: str = SECRET) -> Someone:
    """One row of everything, each with a secret in it; gives the region's coordinator."""
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область", f"{secret} Анна")
    event = await world.event(anna, secret, city=secret, organisation=secret)
    deleted = await world.event(anna, f"{secret} 2", city=secret, organisation=secret)
    asker = world.stranger(f"{secret} Иван")
    await asker.says("/start")
    now, campaign = world.clock(), await world.campaign()
    here = {"campaign_id": campaign.id, "region_code": REGION}
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, anna.id)).username = "anna"
        (await session.get_one(Event, deleted.id)).deleted_at = now
        saved = await session.get_one(Event, event.id)
        saved.returned_at, saved.returned_by, saved.return_comment = now, olga.id, secret
        report = RegionReport(**here, state=ReportState.RETURNED, changed_at=now)
        report.changed_by = anna.id
        report.submitted_at = report.returned_at = now
        report.returned_by, report.return_comment = olga.id, secret
        more_time = {"until": campaign.deadline.replace(year=2027), "reason": secret}
        mailing = Mailing(campaign_id=campaign.id, created_at=now)
        mailing.content = BroadcastContent(message=WrittenText(text=secret))
        mailing.created_by = olga.id
        session.add_all(
            [
                report,
                mailing,
                HelperLink(
                    token_hash="0",
                    region_code=REGION,
                    organisation=secret,
                    created_by=anna.id,
                    created_at=now,
                    expires_at=campaign.deadline,
                    joined=0,
                ),
                Proposal(
                    author_id=anna.id,
                    organisation=secret,
                    state=ProposalState.WAITING,
                    answers={**ANSWERS, "name": secret, "city": secret, "organisation": secret},
                    twin_key=1,
                    created_at=now,
                    changed_at=now,
                    draft_id=99,
                    **here,
                ),
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
                    answers={"name": secret},
                    version=1,
                    active=False,
                    changed_at=now,
                    **here,
                ),
            ]
        )
        await session.flush()
        written = {"coordinator_id": anna.id, "text": secret, "sent_at": now, "region_code": REGION}
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
    if own.is_coordinator and row.get("region_code") == own.region_code:
        return True
    if table.name == "people":
        return bool(row["id"] == own.id)
    if table.name == "audit_trail":
        return row["person_id"] == own.id and row["action"] in OPEN_TO_ALL
    if table.name == "reminder_deliveries" and row["kind"] != ReminderKind.PUT_OFF:
        return False
    # When to be reminded is a coordinator's own wish, whether or not they were reminded before.
    of_persons = ("drafts", "access_requests", "reminder_deliveries")
    return table.name in of_persons and row["person_id"] == own.id


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


async def a_neighbours_helper(world: World) -> Someone:
    return await helper_of(world, await a_neighbour(world), "Лицей № 1", "Помощник соседа")


async def a_helper(world: World) -> Someone:
    """Of that very region: its report, and what other helpers propose, is not theirs."""
    maria = await world.coordinator("Белгородская область", "Мария")
    return await helper_of(world, maria, "Лицей № 1", "Помощник")


async def bound_again(world: World, was: Person) -> None:
    """A coordinator may step down; here they have to go on trying."""
    async with world.app.database.transaction() as session:
        person = await session.get_one(Person, was.id)
        assert person.role in (was.role, Role.STRANGER)
        person.role, person.region_code = was.role, was.region_code
        person.organisation = was.organisation
