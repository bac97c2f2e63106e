"""A broadcast to the coordinators of a few regions, for tests of how it goes out."""

from collections.abc import Awaitable, Callable

import pytest

from bot.database import Database
from domain.campaigns.campaigns import current_campaign
from domain.mailings.mailings import Audience, begin_mailing, recipients_of
from handlers.mailings import texts
from models import BroadcastContent, MailingContent, Person, WrittenText
from sandbox.journal import Call
from tests.world import Someone, World

TEXT = "Коллеги, ждём отчёты"
BROADCAST = BroadcastContent(message=WrittenText(text=TEXT), whom="all")
REGIONS = ("Белгородская область", "Брянская область", "Москва", "Омская область")


def one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is claimed before the message to whoever is before them has been answered, so that
    what happens in between can be told."""
    for name, value in (("AHEAD", 0), ("IN_FLIGHT", 1)):
        monkeypatch.setattr(f"bot.jobs.sender.{name}", value)
    for module in ("deliveries", "due_reminders"):
        monkeypatch.setattr(f"domain.mailings.{module}.TOGETHER", 1)


async def people(world: World) -> list[Someone]:
    """Four coordinators, in the order in which a mailing comes to them."""
    return [await world.coordinator(region, f"Анна {n}") for n, region in enumerate(REGIONS)]


async def begins(admin: Someone) -> None:
    """A broadcast to all, not yet sent to anybody."""
    await admin.says("/broadcast")
    await admin.presses(texts.mailing.with_number(texts.mailing.EVERYONE, 89))
    await admin.says(TEXT)
    await admin.presses(texts.mailing.SEND)


def got(someone: Someone) -> int:
    return sum(each.text == TEXT for each in someone.phone.messages)


def when_reached(world: World, someone: Someone, then: Callable[[], Awaitable[object]]) -> None:
    """While the message is on its way to that person, that happens."""

    async def watch(call: Call) -> None:
        if call.method == "sendMessage" and call.chat_id == someone.id:
            await then()

    world.telegram.journal.on_call(watch)


async def begun(
    database: Database,
    by: int,
    world: World,
    content: MailingContent | None = None,
) -> None:
    """A mailing to all regions as another conversation begins it."""
    async with database.transaction() as session:
        campaign = await current_campaign(session)
        await begin_mailing(
            session,
            campaign,
            await recipients_of(session, campaign, Audience("all")),
            content or BROADCAST,
            by=await session.get_one(Person, by),
            now=world.clock(),
        )
