"""What the admins hear when the bot needs a human, and how often."""

import asyncio
from datetime import UTC, time
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiogram.exceptions import TelegramAPIError
from aiogram.methods import SendMessage

from bot.alerts import Alerts
from bot.jobs.backups import Plan
from bot.jobs.disk import watch
from bot.metrics import Metrics
from handlers.alerts.texts import TO_WHOM, backup_failed, disk_nearly_full
from models import AlertKind
from sandbox import ServerError
from tests.counted import counted
from tests.world import Someone, World, plain


def heard(person: Someone) -> list[str]:
    """The alerts that have come, by their first lines."""
    said = [each.text for each in person.phone.messages if each.from_bot]
    return [text.partition("\n")[0] for text in said if TO_WHOM in text]


async def is_alerted_to_disk(world: World) -> None:
    world.app.alerts.raise_(AlertKind.DISK, disk_nearly_full(400))
    await world.app.alerts.idle()


async def test_all_admins_hear_of_an_update_that_is_set_aside_and_nobody_else_does(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def page_of_events(*_: object, **__: object) -> None:
        raise RuntimeError("a defect")

    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    monkeypatch.setattr("bot.updates.applying.RETRY_DELAY", 0.001)
    await anna.reports()
    monkeypatch.setattr("handlers.event_form.saved_events.page_of_events", page_of_events)
    for _ in range(2):
        anna.phone.press("Мои мероприятия")
        await anna.waits()
    await world.app.alerts.idle()
    assert await world.set_aside() == 2
    words = ["Бот не смог обработать одно сообщение"]
    assert (heard(olga), heard(pavel), heard(anna)) == (words, words, [])
    assert counted(world.app.metrics.alerts) == {"set_aside": 2}


async def test_a_kind_is_told_once_an_hour_whichever_process_raises_it(world: World) -> None:
    olga = await world.admin()
    await is_alerted_to_disk(world)
    world.clock.pass_(minutes=59)
    await is_alerted_to_disk(world)
    other = Alerts(world.app.bot, world.app.database, Metrics(), world.clock)
    other.raise_(AlertKind.DISK, disk_nearly_full(400))
    await other.idle()
    assert heard(olga) == ["На сервере бота заканчивается место"]
    world.app.alerts.raise_(AlertKind.BACKUP, backup_failed("No space left on device"))
    await world.app.alerts.idle()
    assert heard(olga)[1:] == ["Резервная копия не сделана"]
    world.clock.pass_(minutes=2)
    await is_alerted_to_disk(world)
    assert len(heard(olga)) == 3


async def test_a_clock_that_once_ran_ahead_silences_nothing(world: World) -> None:
    olga = await world.admin()
    world.clock.pass_(days=400)
    await is_alerted_to_disk(world)
    world.clock.pass_(days=-400)
    await is_alerted_to_disk(world)
    assert len(heard(olga)) == 2


async def test_while_telegram_cannot_be_reached_an_alert_waits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await world.admin()
    monkeypatch.setattr("bot.alerts.AGAIN", 0)
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", ())
    world.telegram.faults.order(ServerError(502), "sendMessage", times=3)
    await is_alerted_to_disk(world)
    assert heard(olga) == ["На сервере бота заканчивается место"]


async def test_an_admin_who_has_blocked_the_bot_is_not_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await world.admin()
    await olga.blocks()
    monkeypatch.setattr("bot.alerts.AGAIN", 3600)
    async with asyncio.timeout(10):
        await is_alerted_to_disk(world)
    assert heard(olga) == []


async def test_an_alert_that_cannot_be_told_troubles_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await world.admin()

    async def send_message(*_: object) -> None:
        raise TelegramAPIError(SendMessage(chat_id=1, text=""), "a defect")

    with monkeypatch.context() as patch:
        patch.setattr(world.app.bot, "send_message", send_message)
        await is_alerted_to_disk(world)
    await olga.says("/help")
    assert "/status" in olga.screen


def test_what_a_failed_copy_is_due_to_is_shown_as_it_is() -> None:
    assert "<b> & №" in plain(backup_failed("<b> & №"))


OF_DATA = "На сервере бота заканчивается место"
OF_COPIES = "Заканчивается место для резервных копий"


@pytest.mark.parametrize(
    ("data", "copies", "words", "on_a_server"),
    [
        (501, 501, [], []),
        (499, 501, [OF_DATA], []),
        (501, 499, [OF_COPIES], [OF_COPIES]),
        (499, 499, [OF_DATA], [OF_COPIES]),
        (501, None, [], []),  # not mounted
    ],
)
async def test_a_disk_that_is_nearly_full_is_told_while_there_is_room_left(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    data: int,
    copies: int | None,
    words: list[str],
    on_a_server: list[str],
) -> None:
    def disk_usage(folder: Path) -> SimpleNamespace:
        free = copies if folder == mount else data
        if free is None:
            raise FileNotFoundError
        return SimpleNamespace(free=free * 2**20)

    mount = Path("/mnt/copies")
    olga = await world.admin()
    plan = Plan(folder=mount, chosen=True, at=time(4), zone=UTC, keep=14)
    monkeypatch.setattr("bot.jobs.disk.shutil.disk_usage", disk_usage)
    database = world.app.database
    await watch(database, plan, world.app.alerts)
    await world.app.alerts.idle()
    words = on_a_server if database.is_server else words  # it looks after its own
    assert heard(olga) == words
    assert counted(world.app.metrics.alerts) == ({"disk": 1} if words else {})
