"""`python -m bot check`: whether everything that the bot needs is in order."""

import asyncio
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from aiogram.exceptions import AiogramError, TelegramUnauthorizedError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import make_bot
from bot.database import Database
from bot.errors import Failure, failure_of, in_a_line
from bot.jobs.backups import plan_of
from bot.metrics import Metrics
from bot.outages import Outages
from bot.schema import Schema
from bot.settings import Settings
from bot.updates.turns import Pace
from domain.campaigns.campaigns import campaign_of
from domain.campaigns.deadlines import campaign_is_over
from domain.people.people import admins

PATIENCE = 20.0  # seconds for the database: a server behind a silent firewall answers never


class Mark(Enum):
    OK = "ok"
    TO_DO = "to do"  # nothing is broken: the first start or a person does it
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, and what was found."""

    subject: str
    mark: Mark
    words: str


async def check_everything(settings: Settings, now: datetime) -> list[Finding]:
    found = [await _check_telegram(settings), *await _check_database(settings, now)]
    return [*found, *_check_copies(settings)]


async def _check_telegram(settings: Settings) -> Finding:
    bot = make_bot(settings, Pace(), Metrics(), Outages())
    try:
        me = await bot.me()
    except TelegramUnauthorizedError:
        words = "Telegram refuses it; take a valid one from BotFather"
        return Finding("token", Mark.WRONG, words)
    except AiogramError as error:
        if failure_of(error) is Failure.REFUSAL:
            words = f"answers «{in_a_line(error)}»; look at BOT_API_URL and BOT_TOKEN"
            return Finding("telegram", Mark.WRONG, words)
        words = f"cannot be reached, so the token was not tried ({in_a_line(error)})"
        return Finding("telegram", Mark.WRONG, words)
    finally:
        await bot.session.close()
    return Finding("token", Mark.OK, f"the bot is @{me.username}")


async def _check_database(settings: Settings, now: datetime) -> list[Finding]:
    database = Database(settings.database_url.get_secret_value())
    if not database.is_there():
        return [_check_place(database.place)]
    try:
        async with asyncio.timeout(PATIENCE):
            return await _check_inside(database, settings, now)
    except TimeoutError:
        return [Finding("database", Mark.WRONG, f"no answer within {PATIENCE:.0f} seconds")]
    except (SQLAlchemyError, OSError) as error:
        return [Finding("database", Mark.WRONG, f"cannot be opened ({in_a_line(error)})")]
    finally:
        await database.close()


def _check_place(place: Path) -> Finding:
    """Of a file that is not there: whether the first start can make it."""
    folder = next(each for each in place.absolute().parents if each.exists())
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        words = f"no {place.absolute()}, and nothing can be made in {folder}"
        return Finding("database", Mark.WRONG, words)
    words = f"no {place.absolute()} yet; the first start makes it"
    return Finding("database", Mark.TO_DO, words)


async def _check_inside(database: Database, settings: Settings, now: datetime) -> list[Finding]:
    found = [Finding("database", Mark.OK, "can be opened")]
    match await database.schema():
        case Schema.EMPTY:
            words = "none yet; the first start makes the tables"
            return [*found, Finding("migrations", Mark.TO_DO, words)]
        case Schema.OLDER:
            words = "not at the newest revision; the next start brings it there"
            return [*found, Finding("migrations", Mark.TO_DO, words)]
        case Schema.FOREIGN:
            words = "there are tables that are not the bot's; look at DATABASE_URL"
            return [*found, Finding("migrations", Mark.WRONG, words)]
        case Schema.NEWER:
            words = "of a newer version of the bot, which this one can live with"
        case Schema.CURRENT:
            words = "at the newest revision"
    found.append(Finding("migrations", Mark.OK, words))
    return found + await _check_contents(database, settings, now)


async def _check_contents(database: Database, settings: Settings, now: datetime) -> list[Finding]:
    async with database.reading_session() as session:
        known = {person.id for person in await admins(session)}
        campaign = await campaign_of(session, None)
    missing = [admin_id for admin_id in settings.admin_ids if admin_id not in known]
    found = [Finding("admins", Mark.OK, "all have started the bot")]
    if missing:
        words = f"these have not sent /start to the bot yet: {', '.join(map(str, missing))}"
        found = [Finding("admins", Mark.TO_DO, words)]
    if campaign is None:
        words = "none; the first start opens the season's"
        return [*found, Finding("campaign", Mark.TO_DO, words)]
    until = (campaign.closed_at or campaign.deadline).astimezone(settings.time_zone)
    state = "closed since" if campaign_is_over(campaign, now) else "open until"
    words = f"{campaign.year}, {state} {until:%d.%m.%Y %H:%M}"
    return [*found, Finding("campaign", Mark.OK, words)]


def _check_copies(settings: Settings) -> list[Finding]:
    """A folder that was chosen is tried: the one beside the database is made when it is needed."""
    plan = plan_of(settings)
    if plan is None and settings.backup_keep:
        words = "none is made of PostgreSQL each night until BACKUP_FOLDER says where"
        return [Finding("copies", Mark.TO_DO, words)]
    if plan is None:
        return []
    folder = plan.folder.absolute()
    if not plan.chosen:
        words = f"one is put into {folder} each night, on the database's own disk"
        return [Finding("copies", Mark.OK, words)]
    if not folder.is_dir():
        words = f"there is no folder {folder}; mount its disk, make it, or change BACKUP_FOLDER"
        return [Finding("copies", Mark.WRONG, words)]
    try:
        with tempfile.TemporaryFile(dir=folder):  # permissions alone do not tell
            pass
    except OSError as error:
        why = error.strerror
        words = f"nothing can be written into {folder} ({why}); it must belong to the bot's user"
        return [Finding("copies", Mark.WRONG, words)]
    return [Finding("copies", Mark.OK, f"one is put into {folder} each night")]
