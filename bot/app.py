"""The assembly: the one place where objects are made and joined, for the process and for tests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramUnauthorizedError
from aiogram.types import BotCommandScopeAllPrivateChats, BotCommandScopeChat
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.alerts import Alerts
from bot.database import Database
from bot.errors import Failure, failure_of, in_a_line
from bot.files.bounded import BoundedProcess
from bot.files.process import FileProcess
from bot.files.scratch import scratch_folder
from bot.jobs.backups import Backups, Plan, plan_of
from bot.jobs.digests import Digests
from bot.jobs.disk import watch
from bot.jobs.mailing_progress import MailingProgress
from bot.jobs.mailings import Mailings
from bot.jobs.periodic import run_every
from bot.jobs.proposal_news import ProposalNews
from bot.jobs.reminders import Reminders
from bot.jobs.sender import Sender
from bot.metrics import Metrics
from bot.outages import Outages, log_failure
from bot.replicas.alone import Post, Replicas
from bot.replicas.one_process import only_process
from bot.replicas.presence import joined
from bot.settings import Settings, WrongSettings
from bot.updates.answer_sender import AnswerSender
from bot.updates.api_counting import CallsInHand, Requests
from bot.updates.api_middleware import Outgoing
from bot.updates.api_session import ApiSession
from bot.updates.dispatch import Dispatch
from bot.updates.inbox import Inbox
from bot.updates.origin import KINDS
from bot.updates.polling import GetUpdates, Poller
from bot.updates.shared_slots import SharedSlots
from bot.updates.turns import Pace, Slots
from bot.web.readings import Readings
from bot.web.server import Pages, serving
from bot.web.webhook import Webhook
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
AGAIN_IN = 30  # seconds before the next try to reach it at the start
CONNECTIONS = 100  # that Telegram may open to the webhook: as many as it has to give


def make_bot(
    settings: Settings,
    pace: Pace,
    metrics: Metrics,
    outages: Outages,
    slots: Slots | None = None,
) -> Bot:
    proxy = settings.proxy_url.get_secret_value() if settings.proxy_url else None
    session = ApiSession(
        proxy=proxy,
        api=TelegramAPIServer.from_base(settings.bot_api_url.get_secret_value()),
        timeout=TIMEOUT,
    )
    session.middleware(CallsInHand(metrics))
    session.middleware(Outgoing(pace, unpaced=(GetUpdates,), slots=slots))
    session.middleware(Requests(metrics, outages))
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
    replicas: Replicas
    inbox: Inbox
    poller: Poller
    reminders: Reminders
    digests: Digests
    mailings: Mailings
    proposal_news: ProposalNews
    backups: Backups
    sender: Sender
    metrics: Metrics
    pages: Pages
    alerts: Alerts
    dismissed: Sequence[int]  # whom the settings no longer name as admins

    async def run(self) -> None:
        """Until cancelled. Raises TelegramUnauthorizedError for a token that is not valid,
        CannotRunError if another process polls with it."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.receive())
            tasks.create_task(self.replicas.lead(Post.JOBS, self._work_by_the_clock))
            # Each process by itself: they may stand on different machines.
            watch_disk = partial(watch, self.database, self.backups.plan, self.alerts)
            tasks.create_task(run_every(300, watch_disk, "disk.failed"))

    async def _work_by_the_clock(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(run_every(5, self.reminders.send_due, "reminders.failed"))
            tasks.create_task(run_every(5, self.digests.send_due, "digests.failed"))
            tasks.create_task(run_every(20, self.proposal_news.send_due, "proposals.failed"))
            # An admin who has pressed «Отправить» is watching.
            tasks.create_task(run_every(1, self.mailings.send_due, "mailings.failed"))
            tasks.create_task(run_every(60, self.database.empty_journal, "journal.failed"))
            tasks.create_task(run_every(60, self.backups.make_due, "backup.failed"))

    async def receive(self) -> None:
        """Updates only, without the jobs."""
        # First what an earlier process has left: newer updates of a chat must not overtake it.
        await self.inbox.take_up_left_over()
        self.pages.inbox = self.inbox
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.inbox.run())
            if self.pages.webhook is None:
                tasks.create_task(self.replicas.lead(Post.POLLING, self.poller.run))
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
        self.pages.inbox = None
        await asyncio.gather(
            self.inbox.close(grace), self.sender.close(grace), self.alerts.close(grace)
        )


@asynccontextmanager
async def assemble(
    settings: Settings, *, now: Callable[[], datetime], pace: Pace | None = None
) -> AsyncIterator[App]:
    """The bot, ready to run. At the end what has been begun is finished. CannotRunError if
    the database is SQLite and in use."""
    database_url = settings.database_url.get_secret_value()
    async with AsyncExitStack() as stack:
        stack.enter_context(only_process(database_url))
        metrics, outages = Metrics(), Outages()
        database = Database(database_url, outages)
        stack.push_async_callback(database.close)
        webhook = Webhook(settings) if settings.webhook_url is not None else None
        # Before all that may wait for the database or for Telegram: this says so.
        copies = plan_of(settings)
        pages = Pages(Readings(database, copies, now), metrics, webhook)
        await stack.enter_async_context(serving(settings, pages))
        dismissed = await prepare(database, settings, now())
        replicas = await stack.enter_async_context(joined(database_url))
        pace = pace or Pace()
        slots = SharedSlots(database_url, replicas, pace.overall)
        stack.push_async_callback(slots.close)
        bot = make_bot(settings, pace, metrics, outages, slots)
        stack.push_async_callback(bot.session.close)
        answer_sender = _answer_sender(stack, bot, database, settings, now)
        username = await _introduce(bot, webhook)
        rule = Rule(settings.reminder_days, settings.reminder_time, settings.time_zone)
        dispatch = Dispatch(bot, username, admin_ids=settings.admin_ids, rule=rule)
        alerts = Alerts(bot, database, metrics, now)
        outages.when_over = alerts.outage_is_over
        inbox = Inbox(
            database,
            apply=dispatch.apply,
            carry_out=answer_sender.carry_out,
            apologise=dispatch.apologise,
            metrics=metrics,
            urgency_of=dispatch.urgency_of,
            alert=alerts.raise_,
            now=now,
            replicas=replicas,
        )
        sender = Sender(bot, database, metrics, now)
        reminders = Reminders(sender, database, rule, now)
        digests = Digests(sender, database, settings.time_zone, now)
        progress = MailingProgress(bot, database, now)
        mailings = Mailings(sender, progress, bot, database, settings.time_zone, now)
        app = App(
            bot=bot,
            database=database,
            replicas=replicas,
            inbox=inbox,
            poller=Poller(bot, inbox, alerts.raise_),
            reminders=reminders,
            digests=digests,
            mailings=mailings,
            proposal_news=ProposalNews(bot, database, now),
            backups=_backups(stack, copies, database_url, alerts, now),
            sender=sender,
            metrics=metrics,
            pages=pages,
            alerts=alerts,
            dismissed=dismissed,
        )
        stack.push_async_callback(app.close, GRACE)
        yield app


def _backups(
    stack: AsyncExitStack,
    plan: Plan | None,
    database_url: str,
    alerts: Alerts,
    now: Callable[[], datetime],
) -> Backups:
    process = FileProcess(database_url)
    stack.push_async_callback(process.close)
    return Backups(plan, process, alerts.raise_, now)


def _answer_sender(
    stack: AsyncExitStack,
    bot: Bot,
    database: Database,
    settings: Settings,
    now: Callable[[], datetime],
) -> AnswerSender:
    """With a folder and processes of its own for files, which end with `stack`."""
    scratch = stack.enter_context(scratch_folder())
    database_url = settings.database_url.get_secret_value()
    process, long_process = FileProcess(database_url), FileProcess(database_url)
    reading_process = BoundedProcess(database_url)
    for each in (process, long_process, reading_process):
        stack.push_async_callback(each.close)
    return AnswerSender(
        bot,
        database,
        process=process,
        long_process=long_process,
        reading_process=reading_process,
        scratch=scratch,
        zone=settings.time_zone,
        now=now,
    )


async def _introduce(bot: Bot, webhook: Webhook | None) -> str:
    """Prepare polling or the webhook and set the commands for everyone; gives the bot's user name.
    Retries until Telegram can be reached."""
    while True:
        try:
            me = await bot.me()
            await _choose_way(bot, webhook)
            await bot.set_my_commands(
                bot_commands(Role.STRANGER), scope=BotCommandScopeAllPrivateChats()
            )
        except TelegramUnauthorizedError:
            raise
        except AiogramError as error:
            if failure_of(error) is Failure.REFUSAL:  # no outage, which would be told as one
                log.error("telegram.refused", why=in_a_line(error), again_in=AGAIN_IN)
            else:
                log_failure(log, "telegram.unreachable", error)
            await asyncio.sleep(AGAIN_IN)
        else:
            assert me.username is not None
            return me.username


async def _choose_way(bot: Bot, webhook: Webhook | None) -> None:
    if webhook is None:
        await bot.delete_webhook()
        return
    try:
        await bot.set_webhook(
            webhook.url,
            secret_token=webhook.secret,
            allowed_updates=list(KINDS),
            max_connections=CONNECTIONS,
        )
    except TelegramBadRequest as error:
        raise WrongSettings(f"Telegram refuses WEBHOOK_URL: {error.message}.") from error
