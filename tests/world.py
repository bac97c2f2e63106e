"""The world of a chat test: a local Telegram, the people in it, and the bot over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from functools import cache
from types import TracebackType
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from aiogram.client.session.aiohttp import AiohttpSession
from pydantic import SecretStr
from sqlalchemy import Select, select

from bot.app import GRACE, App, assemble
from bot.settings import Settings
from bot.updates.turns import Pace
from domain.campaigns.campaigns import current_campaign
from domain.drafts import drafts_of, start_draft
from domain.events.form import REVIEW
from domain.events.repository import save_event
from domain.people.people import make_coordinator
from domain.people.sender import get_sender
from domain.regions.search import find_regions
from handlers.event_form.texts.form import IT_IS_ANOTHER, IT_IS_RIGHT, SAVE, kind_button
from handlers.forms.buttons import FormButton
from handlers.home import ASK_FOR_ACCESS
from handlers.joining.texts.access import SEND_REQUEST
from handlers.mailings.texts.reminders import HEADING
from handlers.phrases import AS_SUBMITTED
from models import AuditEntry, Campaign, Draft, Event, FormKind, InboxUpdate, Person
from sandbox.chats import Message
from sandbox.markup import parse_html
from sandbox.phone import Phone
from sandbox.telegram import Telegram

T = TypeVar("T")

TOKEN = "1000001:AAOfNoUseButInTheLocalTelegram_____"
ADMIN_IDS = (501, 502)
MOSCOW = ZoneInfo("Europe/Moscow")
# Quality Week 2026 is 9 to 15 November, so reports are taken until the 29th.
IN_THE_WEEK = datetime(2026, 11, 11, 12, 0, tzinfo=MOSCOW)
DEADLINE = datetime(2026, 11, 29, 23, 59, tzinfo=MOSCOW)
JPEG = b"\xff\xd8\xff"  # as much of a photo as the bot may see
PATIENCE = 15.0  # seconds
# Seconds for whatever has been sent at once: a busy machine may need a minute, a bot that tries
# something for ever needs more.
LONG_PATIENCE = 120.0
NO_HURRY = Pace(overall=100_000, chat=100_000, burst=100_000)
# Who asks for access: surname and name, post, authority.
APPLICANT = ("Петров Иван", "ведущий специалист", "Минпром")
ANSWERS = {
    "kind": "education",
    "name": "Урок качества",
    "city": "Белгород",
    "organisation": "Школа № 5",
    "times_held": 3,
    "participants": 75,
    "publication_links": ["https://rskrf.ru/news"],
    "video_links": [],
}


def plain(html: str) -> str:
    """A text of the bot as a phone shows it, without tags."""
    return parse_html(html)[0]


def _comes_with_another(message: Message) -> bool:
    """The file of a report that has just been submitted, below the receipt."""
    return message.document is not None and AS_SUBMITTED in message.text


def form_data(draft: Draft, action: str, value: str = "") -> str:
    """What a button of that open form carries."""
    form, version = draft.form, draft.version
    button = FormButton(form=form, draft=draft.id, version=version, action=action, value=value)
    return button.pack()


class Clock:
    """Stands still unless it is moved."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at.astimezone(UTC)

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)


class Someone:
    """A person with a phone. Whatever they do, the test goes on when the bot has done with it."""

    def __init__(self, world: "World", phone: Phone) -> None:
        self._world = world
        self.phone = phone
        self.id = phone.id

    async def says(self, *texts: str) -> Message:
        """One after the other, as a person does; gives the bot's newest message."""
        for text in texts:
            await self.phone.says(text)
            await self._world.settled()
        return self.phone.last

    async def presses(self, *labels: str) -> Message:
        """Inline buttons, one after the other; gives the message that was pressed last, as it
        is now, or the newer one that came instead."""
        for label in labels:
            self.phone.press(label)
            await self._world.settled()
        return self._newest

    async def says_at_once(self, *texts: str) -> Message:
        """All before the bot has seen any of them."""
        for text in texts:
            await self.phone.says(text)
        return await self.waits()

    async def pastes(self, text: str) -> Message:
        """A text of any length, which a phone cuts into messages."""
        return await self.does(self.phone.pastes(text))

    async def replies(self, text: str, to: Message) -> Message:
        """To an earlier message of the chat, by swiping it."""
        return await self.does(self.phone.replies(text, to))

    async def edits(self, message: Message, text: str) -> Message:
        """`message` is one of their own, such as `sent`; the text may be the same as before."""
        return await self.does(self.phone.edits(message, text))

    async def pins(self, message: Message) -> Message:
        return await self.does(self.phone.pins(message))

    async def sends_photo(self, caption: str = "") -> Message:
        return await self.does(self.phone.sends_photo(JPEG, caption))

    async def sends_album(self, photos: int, caption: str = "") -> Message:
        """So many photos at one instant, with one media_group_id."""
        return await self.does(self.phone.sends_album(*[JPEG] * photos, caption=caption))

    async def sends_sticker(self) -> Message:
        return await self.does(self.phone.sends_sticker())

    async def does(self, act: Awaitable[object]) -> Message:
        """Anything else that a phone can do; gives the bot's newest message."""
        await act
        return await self.waits()

    async def waits(self) -> Message:
        """Until the bot has done with everything; gives its newest message."""
        await self._world.settled()
        return self.phone.last

    async def taps(self, label: str) -> Message:
        """A button of the standing keyboard."""
        return await self.does(self.phone.taps(label))

    async def opens(self, link: str) -> Message:
        """A deep link, and then «Начать»."""
        return await self.does(self.phone.opens_link(link))

    async def blocks(self) -> None:
        await self.phone.blocks()
        await self._world.settled()

    async def unblocks(self) -> None:
        await self.phone.unblocks()
        await self._world.settled()

    async def introduces_themself(self, region: str, *answers: str) -> Message:
        """To the form for access, from /start on: the region, and who they are; gives the card with
        all that is to be sent."""
        await self.says("/start")
        await self.presses(ASK_FOR_ACCESS)
        return await self.says(region, *(answers or APPLICANT))

    async def asks_for_access(self, region: str) -> Message:
        """For the first time; whoever has asked before is not asked again who they are."""
        await self.introduces_themself(region)
        return await self.presses(SEND_REQUEST)

    async def forges(self, data: str) -> Message:
        """A press on the newest message that no button of it offers."""
        self.phone.forge(data, self.phone.last)
        return await self.waits()

    async def fills_in(
        self,
        *,
        kind: str = "education",
        name: str = "Урок качества",
        city: str = "Белгород",
        organisation: str = "Школа № 5",
        times_held: str = "3",
        participants: str = "120",
        publications: str | None = None,
        videos: str | None = None,
    ) -> Message:
        """Answers the form from the first question to the review card; `kind` is its key."""
        await self.says("/new")
        await self.presses(kind_button(kind))
        await self.says(name, city, organisation, times_held, participants)
        for links in (publications, videos):
            if links is not None:
                await self.says(links)
            await self.presses(self.buttons[0])  # «Готово» or «Пропустить»
            if self.buttons[0] == IT_IS_RIGHT:
                await self.presses(IT_IS_RIGHT)
        return self.phone.last

    async def reports(self, **answers: str) -> Message:
        """Fills in the form and saves, whatever is there already; gives the receipt."""
        await self.fills_in(**answers)
        await self.presses(SAVE)
        return (
            await self.presses(IT_IS_ANOTHER) if IT_IS_ANOTHER in self.buttons else self.phone.last
        )

    @property
    def sent(self) -> Message:
        """Their own newest message."""
        return self.phone.sent

    @property
    def screen(self) -> str:
        """The bot's newest message; a file that only comes with it is none."""
        return self._newest.text

    @property
    def buttons(self) -> list[str]:
        return [button.label for row in self._newest.rows for button in row]

    @property
    def _newest(self) -> Message:
        said = (each for each in reversed(self.phone.messages) if each.from_bot)
        return next((each for each in said if not _comes_with_another(each)), self.phone.last)

    @property
    def reminders(self) -> list[str]:
        """All that have come before the deadline."""
        sent = (each.text for each in self.phone.messages if each.from_bot)
        return [text for text in sent if HEADING in text]

    @property
    def toast(self) -> str | None:
        """What the last press brought."""
        return self.phone.answers[-1].text


class World:
    def __init__(self, database_url: str, clock: Clock) -> None:
        self.database_url = database_url
        self.clock = clock
        self.telegram = Telegram(now=clock)
        self.bot = self.telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        self._stack: AsyncExitStack
        self._running: AsyncExitStack | None = None
        self.app: App
        self._people = 0

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.telegram)
            stack.push_async_callback(self.stop_bot)
            await self.start_bot()
            self._stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.__aexit__(kind, error, trace)

    async def start_bot(self, pace: Pace = NO_HURRY, **changed: Any) -> None:
        """The bot, without its reminders and mailings: tests have those sent when they want."""
        running = AsyncExitStack()
        settings = settings_for(self.telegram.url, self.database_url, **changed)
        self.app = await running.enter_async_context(assemble(settings, now=self.clock, pace=pace))
        running.push_async_callback(_hang_up, self.app)
        self._receiving = asyncio.create_task(self.app.receive())
        running.push_async_callback(_cancelled, self._receiving)
        self._running = running

    async def until(self, true: Callable[[], Awaitable[bool]]) -> None:
        """Looks again and again, where nothing tells of a change."""
        async with asyncio.timeout(PATIENCE):
            while not await true():  # noqa: ASYNC110 - the database rings no bell
                await asyncio.sleep(0.01)

    async def stop_bot(self) -> None:
        if self._running is not None:
            await self._running.aclose()
            self._running = None

    async def crash(self) -> None:
        """The bot dies on the spot: whatever is in hand is dropped, with no grace."""
        self._receiving.cancel()
        await self.app.close(grace=0)
        await self.stop_bot()

    async def settled(self) -> None:
        """Until the bot has received and answered everything."""
        confirmed = asyncio.create_task(self.telegram.settled(self.bot, LONG_PATIENCE))
        await asyncio.wait([confirmed, self._receiving], return_when=asyncio.FIRST_COMPLETED)
        if self._receiving.done():
            confirmed.cancel()
            await self._receiving
        await confirmed
        async with asyncio.timeout(LONG_PATIENCE):
            await self.app.inbox.idle()

    # ── People ───────────────────────────────────────────────────────────────────────────

    def stranger(self, name: str = "Иван") -> Someone:
        self._people += 1
        person = self.telegram.person(name, id=10_000 + self._people)
        return Someone(self, person.chat_with(self.bot))

    async def admin(self, name: str = "Ольга Админ", which: int = 0) -> Someone:
        person = self.telegram.person(name, id=ADMIN_IDS[which])
        admin = Someone(self, person.chat_with(self.bot))
        await admin.says("/start")
        return admin

    async def coordinator(self, region: str, name: str = "Анна") -> Someone:
        """Someone who has joined already."""
        someone = self.stranger(name)
        async with self.app.database.transaction() as session:
            person = (
                await get_sender(session, someone.id, name, None, admin_ids=(), now=self.clock())
            ).person
            code = find_regions(region)[0].code
            await make_coordinator(session, person, code, now=self.clock(), by=person)
        await someone.says("/start")
        return someone

    async def link(self, admin: Someone, region: str) -> str:
        """That of a new invitation, as the admin gets it to pass on."""
        message = await admin.says(f"/invite {region}")
        return message.text[message.text.index("https://t.me/") :]

    async def event(self, by: Someone, name: str = "Урок качества", **answers: Any) -> Event:
        """One that the coordinator has saved already."""
        async with self.app.database.transaction() as session:
            person, now = await session.get_one(Person, by.id), self.clock()
            campaign = await current_campaign(session)
            draft = await start_draft(
                session,
                person,
                FormKind.EVENT,
                await drafts_of(session, person),
                now=now,
                step=REVIEW,
                answers={**ANSWERS, "name": name, **answers},
                campaign_id=campaign.id,
            )
            event = await save_event(session, draft, campaign, by=person, now=now)
            await session.delete(draft)
            return event

    async def remind(self, at: datetime) -> None:
        """One look, at that time, at what is due; the bot itself looks every few seconds."""
        self.clock.at = at
        await self.app.reminders.send_due()

    async def digest(self, at: datetime) -> None:
        """The same for the admins' morning digests."""
        self.clock.at = at
        await self.app.digests.send_due()

    async def mail(self) -> None:
        """One look at the mailings under way; the bot itself looks every second."""
        await self.app.mailings.send_due()

    # ── What is in the database ──────────────────────────────────────────────────────────

    async def rows(self, query: Select[T]) -> Sequence[T]:
        async with self.app.database.transaction() as session:
            return (await session.execute(query)).scalars().all()

    async def audit(self, action: str) -> Sequence[AuditEntry]:
        """What is on record of that action, in order."""
        query = select(AuditEntry).where(AuditEntry.action == action)
        return await self.rows(query.order_by(AuditEntry.id))

    async def set_aside(self) -> int:
        """How many updates the bot could not cope with."""
        return len(
            await self.rows(select(InboxUpdate).where(InboxUpdate.set_aside_at.is_not(None)))
        )

    async def campaign(self) -> Campaign:
        async with self.app.database.transaction() as session:
            return await current_campaign(session)

    async def person(self, someone: Someone) -> Person:
        async with self.app.database.transaction() as session:
            return await session.get_one(Person, someone.id)


def settings_for(telegram_url: str, database_url: str, **changed: Any) -> Settings:
    """The settings of a test, whatever the surroundings say."""
    places = {"bot_api_url": SecretStr(telegram_url), "database_url": SecretStr(database_url)}
    return _settings().model_copy(update=places | changed)


@cache  # to read the surroundings takes longer than many a message
def _settings() -> Settings:
    return Settings(
        _env_file=None,
        bot_token=SecretStr(TOKEN),
        admin_ids=list(ADMIN_IDS),
        bot_api_url=SecretStr("http://127.0.0.1"),
        database_url=SecretStr("sqlite+aiosqlite:///bot.sqlite3"),
        proxy_url=None,
        time_zone=MOSCOW,
    )


async def _cancelled(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _hang_up(app: App) -> None:
    """Closes the connections, or aiogram waits a quarter of a second for TLS at every end."""
    await app.close(GRACE)
    assert isinstance(app.bot.session, AiohttpSession)
    client = await app.bot.session.create_session()
    await client.close()
