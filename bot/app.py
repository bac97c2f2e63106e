"""The assembly: the one place where objects are made and joined, for the process and for tests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import AiogramError, TelegramUnauthorizedError
from aiogram.types import BotCommandScopeAllPrivateChats, BotCommandScopeChat
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.database import Database
from bot.files.process import FileProcess
from bot.jobs.digests import Digests
from bot.jobs.mailing_progress import MailingProgress
from bot.jobs.mailings import Mailings
from bot.jobs.periodic import run_every
from bot.jobs.reminders import Reminders
from bot.jobs.sender import Sender
from bot.settings import Settings
from bot.updates.answer_sender import AnswerSender
from bot.updates.api_middleware import Outgoing, Pace
from bot.updates.api_session import ApiSession
from bot.updates.dispatch import Dispatch
from bot.updates.inbox import Inbox
from bot.updates.polling import GetUpdates, poll
from domain.campaigns.campaigns import ensure_campaign
from domain.mailings.reminders import Rule
from domain.people.admins import follow_settings
from domain.people.people import admins
from domain.regions.directory import load_regions
from handlers.menu import bot_commands
from models import Region, Role

log = structlog.get_logger()

GRACE = 5.0  # seconds that unfinished work is given at the end
TIMEOUT = 30  # seconds for a call to Telegram


def make_bot(settings: Settings, pace: Pace) -> Bot:
    proxy = settings.proxy_url.get_secret_value() if settings.proxy_url else None
    session = ApiSession(
        proxy=proxy,
        api=TelegramAPIServer.from_base(settings.bot_api_url.get_secret_value()),
        timeout=TIMEOUT,
    )
    session.middleware(Outgoing(pace, unpaced=(GetUpdates,)))
    return Bot(
        settings.bot_token.get_secret_value(),
        session=session,
        default=DefaultBotProperties(parse_mode=ParseMode.HTML, link_preview_is_disabled=True),
    )


async def prepare(database: Database, settings: Settings, now: datetime) -> list[int]:
    """Migrate, then seed regions, campaign and admins. Gives the ids of those whom the settings no
    longer name as admins."""
    await database.migrate()
    try:
        return await _seed(database, settings, now)
    except IntegrityError:  # another process has just seeded the same
        return await _seed(database, settings, now)


async def _seed(database: Database, settings: Settings, now: datetime) -> list[int]:
    async with database.transaction() as session:
        known = {region.code: region for region in await session.scalars(select(Region))}
        for region in load_regions():
            row = known.get(region.code) or Region(code=region.code)
            row.number, row.name = region.number, region.name
            session.add(row)
        await ensure_campaign(session, now, settings.time_zone)
        return await follow_settings(session, settings.admin_ids, now)


@dataclass(frozen=True, slots=True)
class App:
    """The running parts of the bot."""

    bot: Bot
    database: Database
    inbox: Inbox
    reminders: Reminders
    digests: Digests
    mailings: Mailings
    sender: Sender
    dismissed: Sequence[int]  # whom the settings no longer name as admins

    async def run(self) -> None:
        """Until cancelled. Raises TelegramUnauthorizedError for a token that is not valid."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.receive())
            tasks.create_task(run_every(5, self.reminders.send_due, "reminders.failed"))
            tasks.create_task(run_every(5, self.digests.send_due, "digests.failed"))
            # An admin who has pressed «Отправить» is watching.
            tasks.create_task(run_every(1, self.mailings.send_due, "mailings.failed"))

    async def receive(self) -> None:
        """Updates only, without the jobs."""
        # First what an earlier process has left: newer updates of a chat must not overtake it.
        await self.inbox.take_up_left_over()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.inbox.run())
            tasks.create_task(poll(self.bot, self.inbox))
            # Beside the others: nobody's answer waits for what is seen in a menu.
            tasks.create_task(self._renew_menus())

    async def _renew_menus(self) -> None:
        """Set the admins' lists of commands: a newer version may have more of them. Those who are
        no longer admins get a stranger's."""
        async with self.database.reading_session() as session:
            roles = {admin.id: Role.ADMIN for admin in await admins(session)}
        for person_id, role in (roles | dict.fromkeys(self.dismissed, Role.STRANGER)).items():
            with suppress(AiogramError):  # their next /start sets it again
                scope = BotCommandScopeChat(chat_id=person_id)
                await self.bot.set_my_commands(bot_commands(role), scope=scope)

    async def close(self, grace: float) -> None:
        """Finish what has been begun, in `grace` seconds at most."""
        await asyncio.gather(self.inbox.close(grace), self.sender.close(grace))


@asynccontextmanager
async def assemble(
    settings: Settings, *, now: Callable[[], datetime], pace: Pace | None = None
) -> AsyncIterator[App]:
    """The bot, ready to run. At the end what has been begun is finished."""
    database_url = settings.database_url.get_secret_value()
    database = Database(database_url)
    process, long_process = FileProcess(database_url), FileProcess(database_url)
    bot = make_bot(settings, pace or Pace())
    try:
        dismissed = await prepare(database, settings, now())
        username = await _introduce(bot)
        dispatch = Dispatch(bot, username, admin_ids=settings.admin_ids, zone=settings.time_zone)
        answer_sender = AnswerSender(
            bot,
            database,
            process=process,
            long_process=long_process,
            zone=settings.time_zone,
            now=now,
        )
        inbox = Inbox(
            database,
            apply=dispatch.apply,
            carry_out=answer_sender.carry_out,
            apologise=dispatch.apologise,
            now=now,
        )
        rule = Rule(settings.reminder_days, settings.reminder_time, settings.time_zone)
        sender = Sender(bot, database, now)
        reminders = Reminders(sender, database, rule, now)
        digests = Digests(sender, database, settings.time_zone, now)
        progress = MailingProgress(bot, database, now)
        mailings = Mailings(sender, progress, bot, database, settings.time_zone, now)
        app = App(bot, database, inbox, reminders, digests, mailings, sender, dismissed)
        try:
            yield app
        finally:
            await app.close(GRACE)
    finally:
        await process.close()
        await long_process.close()
        await bot.session.close()
        await database.close()


async def _introduce(bot: Bot) -> str:
    """Prepare polling and set the commands for everyone; gives the bot's user name. Retries until
    Telegram can be reached."""
    while True:
        try:
            me = await bot.me()
            await bot.delete_webhook()
            await bot.set_my_commands(
                bot_commands(Role.STRANGER), scope=BotCommandScopeAllPrivateChats()
            )
        except TelegramUnauthorizedError:
            raise
        except AiogramError as error:
            log.warning("telegram.unreachable", why=str(error))
            await asyncio.sleep(TIMEOUT)
        else:
            assert me.username is not None
            return me.username
