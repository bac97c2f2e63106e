"""Updates whose bytes are spoilt on their way, by polling and by webhook: none stops another, none
comes again for ever, each is counted, and the log shows how it begins and not what it says."""

import gzip
import json
import re
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.updates.polling import UNREADABLE_TRIES
from bot.web.webhook import LARGEST
from sandbox.faults import Spoilt
from tests.attacks.wire import SAID, SPOILINGS, Spoiling
from tests.bot.updates.desk import update
from tests.bot.web.hook import Hook
from tests.counted import counted
from tests.world import Someone, World

JSON = {"Content-Type": "application/json"}
PACKED = JSON | {"Content-Encoding": "gzip"}
AT_MOST = 5_000  # characters of all that is said of one update

each_spoiling = pytest.mark.parametrize("spoiling", SPOILINGS.values(), ids=SPOILINGS)


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.updates.applying.RETRY_DELAY", 0.001)
    monkeypatch.setattr("bot.updates.polling.PAUSES", (0.01,))


async def two_people(world: World) -> list[Someone]:
    return [await world.coordinator("Белгородская область", name) for name in ("Анна", "Борис")]


def are_helped(*people: Someone) -> bool:
    """Whether all of them have got the answer to /help."""
    return all(any("/new" in each.text for each in one.phone.messages) for one in people)


async def check_what_became_of_it(world: World, spoiling: Spoiling, logs: Sequence[Any]) -> None:
    passed_over = set(counted(world.app.metrics.updates_passed_over))
    assert passed_over <= set(spoiling.passed_over)
    assert bool(passed_over) == bool(spoiling.passed_over)
    assert await world.set_aside() == spoiling.set_aside
    for line in logs:
        if line["event"] == "update.passed_over":
            assert re.search(r"\d+ (characters|bytes): |cannot be written", line["why"])
    assert len(str(logs)) < AT_MOST
    assert SAID not in str(logs)
    assert json.dumps(SAID)[1:20] not in str(logs)


@each_spoiling
async def test_what_is_asked_for(world: World, spoiling: Spoiling) -> None:
    anna, boris = await two_people(world)
    last = world.bot.updates.add("message", update(10_000, anna.id, text="/start")["message"])
    assert last is not None
    sent = update(10_000, boris.id, text=SAID) | {"update_id": last.id + 1}
    spoilt = Spoilt(re.escape(json.dumps(sent)), spoiling.of(sent))
    world.telegram.faults.order(spoilt, "getUpdates", times=10_000)
    await anna.waits()  # from now on each poll meets the fault
    with capture_logs() as logs:
        world.bot.updates.add("message", sent["message"])
        for each in (anna, boris):
            await each.phone.says("/help")
        await world.settled()
    assert are_helped(anna, boris)
    await check_what_became_of_it(world, spoiling, logs)


@each_spoiling
async def test_what_is_brought(world: World, spoiling: Spoiling) -> None:
    anna, boris = await two_people(world)
    hook = Hook(world)
    await hook.opens()
    spoilt = spoiling.of(update(10_000, boris.id, text=SAID))
    with capture_logs() as logs:
        for _ in range(UNREADABLE_TRIES):
            if await hook.is_asked(data=spoilt, headers=JSON) == 200:
                break
            await anna.says("/start")
        else:
            assert await hook.is_asked(data=spoilt, headers=JSON) == 200
        for each in (anna, boris):
            await each.says("/help")
    assert are_helped(anna, boris)
    await check_what_became_of_it(world, spoiling, logs)


# ── What surrounds the updates ───────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("status", "body", "headers"),
    [
        (400, b"", JSON),
        (400, b"{", JSON),
        (400, b"no gzip", PACKED),
        (413, b" " * 5_000_000, JSON),
        (413, gzip.compress(b" " * 2 * LARGEST), PACKED),
    ],
    ids=["empty", "cut off", "no gzip", "5 MB", "2 MB in a few bytes"],
)
async def test_a_body_that_nobody_can_read_does_not_come_for_ever(
    world: World, status: int, body: bytes, headers: dict[str, str]
) -> None:
    hook = Hook(world)
    await hook.opens()
    statuses = [await hook.is_asked(data=BytesIO(body), headers=headers) for _ in range(8)]
    assert statuses == ([status] * UNREADABLE_TRIES + [200]) * 2
    assert counted(world.app.metrics.updates_passed_over) == {"undecodable": 2}
    assert counted(world.app.metrics.refused) == {str(status): 2 * UNREADABLE_TRIES}


async def test_a_packed_update_is_unpacked(world: World) -> None:
    anna, hook = await world.coordinator("Белгородская область"), Hook(world)
    await hook.opens()
    packed = gzip.compress(json.dumps(update(10_000, anna.id, text="/help")).encode())
    assert await hook.is_asked(data=packed, headers=PACKED) == 200
    await world.app.inbox.idle()
    assert are_helped(anna)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 10_000,
        b'{"ok": true}',
        b'{"ok": true, "result": null}',
        b'{"ok": true, "result": 5}',
        b'{"ok": true, "result": "update"}',
        b'{"ok": true, "result": {"update_id": 5}}',
        b'{"ok": true, "result": [',
        b'{"ok": true, "result": []',
        b'{"ok": false}',
        b'{"ok": true, "result": ' + b"9" * 5_000 + b"}",
        b'{"ok": "' + SAID.encode() * 100,
    ],
    ids=lambda answer: answer[:40].decode(errors="replace"),
)
async def test_an_answer_without_updates_is_asked_for_again_after_a_pause(
    world: World, answer: bytes
) -> None:
    anna = await world.coordinator("Белгородская область")
    world.telegram.faults.order(Spoilt(".*", answer), "getUpdates", times=4)
    with capture_logs() as logs:
        await anna.says("/start")  # to the poll that was under way
        await anna.says("/help")
    assert are_helped(anna)
    assert sum(line["event"] == "polling.retry" for line in logs) >= 3
    assert counted(world.app.metrics.updates_passed_over) == {}
    assert SAID not in str(logs)


async def test_an_update_without_a_number_that_waits_at_the_start_goes_with_the_next(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.stop_bot()
    waiting = world.bot.updates.add("message", update(10_000, anna.id, text=SAID)["message"])
    assert waiting is not None
    no_number = Spoilt(f'"update_id": {waiting.id}', b'"update_id": null')
    world.telegram.faults.order(no_number, "getUpdates", times=10_000)
    await world.start_bot()
    await anna.says("/help")
    assert are_helped(anna)
    assert counted(world.app.metrics.updates_passed_over).keys() == {"unreadable"}


@pytest.mark.parametrize("part", [{"date": 10**30}, {"date": None}, {"message_id": "x"}])
async def test_what_is_spoilt_behind_a_long_text_does_not_stop_it(
    world: World, part: dict[str, Any]
) -> None:
    anna = await world.coordinator("Белгородская область")
    long = update(1, anna.id, message_id=10_001, text="/help " + "слово " * 400)
    spoilt = update(2, anna.id, text=SAID)
    spoilt["message"] |= {"message_id": 10_002} | part
    with capture_logs() as logs:
        await world.app.inbox.receive([long, spoilt])
        await world.app.inbox.idle()
    assert are_helped(anna)
    failed = {line["event"] for line in logs if line["event"] == "update.failed"}
    assert await world.set_aside() == len(failed)
