"""A file's events come into the report all at once, each one only once, and each on record."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import undefer

from domain.campaigns.campaigns import current_campaign
from domain.events.fields import FIELDS
from domain.events.likeness import twin_key
from domain.events.repository import delete_event
from domain.events.twins import find_twin
from domain.history.recorded_changes import changes
from domain.imports.content import events_as_json, rest_of
from domain.imports.imports import CONTENT_KEPT, import_of, keep_import
from domain.imports.loading import Loaded, load_import
from domain.people.erasure import erase
from models import Event, EventImport, Person
from tests.world import ANSWERS, MOSCOW, Someone, World

REGION = "31"


def lessons(*numbers: int, **answers: Any) -> list[dict[str, Any]]:
    each = [{**ANSWERS, "organisation": f"Школа № {number}", **answers} for number in numbers]
    return [lesson | {"twin_key": twin_key(lesson)} for lesson in each]


async def keep(
    world: World,
    by: Someone,
    events: Sequence[dict[str, Any]],
    message_id: int = 1,
    left_out: Sequence[str] = (),
) -> int:
    async with world.app.database.transaction() as session:
        read = await keep_import(
            session,
            by=await session.get_one(Person, by.id),
            campaign=await current_campaign(session),
            region_code=REGION,
            message_id=message_id,
            file_id="document-1",
            file_name="Уроки Анны.xlsx",
            events=events_as_json(events),
            refused=3,
            twins=2,
            left_out=left_out,
            now=world.clock(),
        )
        return read.id


async def load(world: World, by: Someone, import_id: int) -> Loaded:
    async with world.app.database.transaction() as session:
        person, campaign = (
            await session.get_one(Person, by.id),
            await current_campaign(session),
        )
        read = await import_of(session, import_id, person, campaign, REGION)
        assert read is not None
        return await load_import(session, read, campaign, by=person, now=world.clock())


async def imports(world: World) -> Sequence[EventImport]:
    whole = undefer(EventImport.content)
    return await world.rows(select(EventImport).options(whole).order_by(EventImport.id))


async def events(world: World) -> Sequence[Event]:
    return await world.rows(select(Event).order_by(Event.number))


async def test_they_get_the_next_numbers_and_are_like_any_others(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    done = await load(world, anna, await keep(world, anna, lessons(6, 7)))
    assert done == Loaded(events=2, numbers=(2, 3), refused=3, twins=2)
    _, six, seven = await events(world)
    assert (six.number, six.organisation, six.participants) == (2, "Школа № 6", 75)
    assert six.publication_links == ["https://rskrf.ru/news"]
    assert (six.draft_id, seven.import_row) == (None, 1)
    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        twin = await find_twin(session, lessons(7)[0], campaign, REGION)
    assert twin is not None
    assert twin.number == 3


async def test_each_is_on_record_and_all_of_them_together(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await load(world, anna, await keep(world, anna, lessons(6, 7)))
    six, seven = await events(world)
    added = await world.audit("event.added")
    assert [each.subject_id for each in added] == [str(six.id), str(seven.id)]
    assert added[1].after is not None
    assert added[1].after["organisation"] == "Школа № 7"
    (together,) = await world.audit("events.imported")
    told = [(each.title, each.now) for each in changes(None, together.after, MOSCOW)]
    assert ("Файл", "Уроки Анны.xlsx") in told
    assert ("Номера", "№ 1–2") in told


async def test_every_answer_comes_in_and_on_record_as_it_was_read(world: World) -> None:
    olga = await world.admin()
    told = {
        "name": 'Урок «ГОСТ \\ "знак"» 🎉\u2028',
        "times_held": 100_000,
        "participants": 0,
        "publication_links": [],
        "video_links": ["https://дети.рф/?a=1&b='2'", "https://b.ru/2"],
    }
    (lesson,) = lessons(6, **told)
    await load(world, olga, await keep(world, olga, [lesson]))
    (event,) = await events(world)
    assert {key: getattr(event, key) for key in lesson} == lesson
    (added,) = await world.audit("event.added")
    del lesson["twin_key"]
    assert added.after == lesson | {"for_region": True}
    assert list(added.after) == [*(each.key for each in FIELDS), "for_region"]


async def test_what_an_earlier_version_has_kept_comes_in_too(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    kept = lessons(6, 7)
    for lesson in kept:
        del lesson["twin_key"]
    assert (await load(world, anna, await keep(world, anna, kept))).events == 2
    again = await load(world, anna, await keep(world, anna, lessons(7, 8), 2))
    assert (again.events, again.numbers, again.twins) == (1, (3, 3), 3)
    assert [each.organisation for each in await events(world)] == [
        "Школа № 6",
        "Школа № 7",
        "Школа № 8",
    ]
    (*_, last) = await events(world)
    assert (last.number, last.import_row) == (3, 1)


async def test_what_the_report_has_by_then_is_not_added_again(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    first, second = [await keep(world, anna, lessons(5, 6, 7), each) for each in (1, 2)]
    await world.event(anna)  # of school 5
    assert (await load(world, anna, first)).events == 2
    done = await load(world, anna, second)
    assert done == Loaded(events=0, numbers=None, refused=3, twins=5)
    assert len(await events(world)) == 3
    assert len(await world.audit("events.imported")) == 1


async def test_another_kind_is_no_twin_and_what_was_deleted_can_come_back(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    event = await world.event(anna)
    done = await load(world, anna, await keep(world, anna, lessons(5, kind="contest")))
    assert done.events == 1
    async with world.app.database.transaction() as session:
        stored, person = (
            await session.get_one(Event, event.id),
            await session.get_one(Person, anna.id),
        )
        delete_event(session, stored, by=person, now=world.clock())
    done = await load(world, anna, await keep(world, anna, lessons(5), 2))
    assert done.numbers == (3, 3), "a number is never given twice"


async def test_the_database_lets_no_row_in_twice(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    import_id = await keep(world, anna, lessons(6))
    await load(world, anna, import_id)
    async with world.app.database.transaction() as session:
        read = await session.get_one(EventImport, import_id)
        read.content = {"events": lessons(8), "refused": 0, "twins": 0}
    with pytest.raises(IntegrityError):
        await load(world, anna, import_id)


async def test_what_was_said_of_the_other_rows_outlives_the_loading(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    import_id = await keep(world, anna, lessons(6), left_out=["строка 4: пусто"])
    assert (await load(world, anna, import_id)).left_out == ("строка 4: пусто",)
    (read,) = await imports(world)
    assert read.content == {"left_out": ["строка 4: пусто"]}
    async with world.app.database.reading_session() as session:
        assert (await rest_of(session, read)).left_out == ("строка 4: пусто",)


async def test_what_cannot_be_stored_of_the_other_rows_is_no_hindrance(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    first = await keep(world, anna, lessons(6), 1, ["строка 4: «мно\0го\ud800»"])
    second = await keep(world, anna, lessons(6, 7), 2, ["строка 4: «мно\0го»"])
    for import_id in (first, second):
        done = await load(world, anna, import_id)
        assert (done.events, done.left_out) == (1, ("строка 4: «много»",))


async def test_a_file_that_is_read_once_more_is_the_same_import(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    assert await keep(world, anna, lessons(6)) == await keep(world, anna, lessons(6))
    assert await keep(world, anna, lessons(6), 2) != await keep(world, anna, lessons(6))


async def test_what_is_not_loaded_is_forgotten_after_some_days(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    old = await keep(world, anna, lessons(6))
    world.clock.at += CONTENT_KEPT + timedelta(minutes=1)
    new = await keep(world, anna, lessons(7), 2)
    contents = {each.id: each.content for each in await imports(world)}
    assert contents[old] is None
    assert contents[new] is not None
    await load(world, anna, new)
    (_, read) = await imports(world)
    assert (read.content, read.loaded) == (None, 1)


async def test_while_it_is_loaded_it_is_not_forgotten(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    old = await keep(world, anna, lessons(6))
    world.clock.at += CONTENT_KEPT + timedelta(minutes=1)
    async with world.app.database.transaction() as session:
        person = await session.get_one(Person, anna.id)
        campaign = await current_campaign(session)
        read = await import_of(session, old, person, campaign, REGION)
        assert read is not None
        another_file = asyncio.create_task(keep(world, anna, lessons(7), 2))
        await asyncio.wait([another_file], timeout=0.3)
        done = await load_import(session, read, campaign, by=person, now=world.clock())
    await another_file
    assert done.events == 1


async def test_nothing_of_the_file_is_left_of_an_erased_person_but_the_events(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    loaded, waiting = [await keep(world, anna, lessons(each), each) for each in (6, 7)]
    await load(world, anna, loaded)
    async with world.app.database.transaction() as session:
        by, person = (
            await session.get_one(Person, olga.id),
            await session.get_one(Person, anna.id),
        )
        await erase(session, person, now=world.clock(), by=by)
    for read in await imports(world):
        assert (read.content, read.file_id) == (None, "")
        assert "Анны" not in read.file_name
        assert read.person_id < 0
    assert len(await events(world)) == 1
    assert waiting != loaded
