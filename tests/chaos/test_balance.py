"""The balance finds what is wrong: without this it would prove nothing."""

from typing import Any

import pytest
from sqlalchemy import delete, insert, update

from domain.campaigns.campaigns import current_campaign
from models import Event, InboxUpdate, ReminderDelivery
from tests.chaos.balance import Balance, balance_of
from tests.chaos.books import Told
from tests.chaos.people import Coordinator
from tests.chaos.stage import Stage
from tests.world import ANSWERS

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def season(stage: Stage) -> Stage:
    """Two coordinators who have been told of an event each. No bot is running."""
    await stage.add_people(2)
    for person in stage.people:
        if isinstance(person, Coordinator):
            stage.books.told.append(Told(person.region, 1, f"Урок {person.region}", 75))
            await keep(stage, region_code=person.region)
    return stage


async def keep(stage: Stage, region_code: str, number: int = 1) -> None:
    now = stage.clock()
    async with stage.database.transaction() as session:
        campaign = await current_campaign(session)
        values: dict[str, Any] = ANSWERS | {"name": f"Урок {region_code}"}
        by = stage.people[0].phone.id
        made = {"created_at": now, "changed_at": now, "created_by": by}
        where = {"campaign_id": campaign.id, "region_code": region_code, "number": number}
        await session.execute(insert(Event).values(**values, **made, **where))


async def change(stage: Stage, statement: Any) -> Balance:
    async with stage.database.transaction() as session:
        await session.execute(statement)
    return await balance_of(stage)


@ON_SQLITE
async def test_books_that_balance_say_nothing(season: Stage) -> None:
    balance = await balance_of(season)
    assert balance.wrong == []
    assert "events told: 2\nlost: 0\ndoubled: 0" in str(balance)


@ON_SQLITE
async def test_an_event_that_was_told_and_is_not_there_is_lost(season: Stage) -> None:
    told = season.books.told[0]
    balance = await change(season, delete(Event).where(Event.name == told.name))
    assert balance.wrong == [f"LOST: {told}"]
    assert balance.lines["lost"] == 1


@ON_SQLITE
async def test_an_event_with_an_older_number_is_lost_too(season: Stage) -> None:
    balance = await change(season, update(Event).values(participants=74))
    assert balance.lines["lost"] == 2


@ON_SQLITE
async def test_an_event_that_is_there_twice_is_doubled(season: Stage) -> None:
    told = season.books.told[0]
    await keep(season, told.region, number=2)
    balance = await balance_of(season)
    assert balance.wrong == [f"DOUBLED: {told.name}"]


@ON_SQLITE
async def test_an_event_that_nobody_was_told_of_is_found(season: Stage) -> None:
    told = season.books.told.pop()
    balance = await balance_of(season)
    assert balance.wrong == [f"KEPT AND NOT TOLD: {told}"]


@ON_SQLITE
async def test_an_update_that_was_left_is_found(season: Stage) -> None:
    left = {"update_id": 1, "chat_id": 1, "payload": "{}", "received_at": season.clock()}
    balance = await change(season, insert(InboxUpdate).values(**left))
    assert balance.wrong == ["NOT ANSWERED: {}"]
    balance = await change(season, update(InboxUpdate).values(set_aside_at=season.clock()))
    assert balance.wrong == ["SET ASIDE: {}"]


@ON_SQLITE
async def test_a_reminder_that_did_not_come_is_found(season: Stage) -> None:
    season.books.reminder_days.append(season.clock().date())
    balance = await balance_of(season)
    assert len([each for each in balance.wrong if "REMINDED 0 TIMES" in each]) == 2


@ON_SQLITE
@pytest.mark.parametrize(("outcome", "wrong"), [("unknown", 1), ("sent", 2)])
async def test_a_reminder_that_is_in_doubt_after_its_second_sending_may_have_been_in_vain(
    season: Stage, outcome: str, wrong: int
) -> None:
    day = season.clock().date()
    season.books.reminder_days.append(day)
    kept = {"campaign_id": 1, "kind": "reminder", "on_date": day, "tries": 0}
    person_id = next(each.phone.id for each in season.people if isinstance(each, Coordinator))
    known = {"person_id": person_id, "outcome": outcome, "claimed_at": season.clock()}
    balance = await change(season, insert(ReminderDelivery).values(**kept, **known))
    assert len([each for each in balance.wrong if "REMINDED 0 TIMES" in each]) == wrong
    assert balance.lines["reminders sent twice in vain"] == 2 - wrong
