"""`python -m bot check`: whether everything that the bot needs is in order."""

from dataclasses import dataclass
from datetime import datetime

from aiogram.exceptions import AiogramError, TelegramUnauthorizedError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import make_bot
from bot.database import Database
from bot.settings import Settings
from bot.updates.api_middleware import Pace
from domain.campaigns.campaigns import campaign_of
from domain.campaigns.deadlines import campaign_is_over
from domain.people.people import admins


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, whether it is in order, and what was found."""

    subject: str
    right: bool
    words: str


async def check_everything(settings: Settings, now: datetime) -> list[Finding]:
    return [await _check_token(settings), *await _check_database(settings, now)]


async def _check_token(settings: Settings) -> Finding:
    bot = make_bot(settings, Pace())
    try:
        me = await bot.me()
    except TelegramUnauthorizedError:
        return Finding("token", False, "Telegram refuses it; take a valid one from BotFather")
    except AiogramError as error:
        return Finding("token", False, f"Telegram cannot be reached ({type(error).__name__})")
    finally:
        await bot.session.close()
    return Finding("token", True, f"the bot is @{me.username}")


async def _check_database(settings: Settings, now: datetime) -> list[Finding]:
    database = Database(settings.database_url.get_secret_value())
    if not database.is_there():
        return [Finding("database", False, "there is no such file yet; the first start makes it")]
    try:
        current = await database.is_current()
    except (SQLAlchemyError, OSError) as error:
        return [Finding("database", False, f"cannot be opened ({type(error).__name__})")]
    else:
        found = [Finding("database", True, "can be opened")]
        if not current:
            words = "not at the newest revision; the next start brings it there"
            return [*found, Finding("migrations", False, words)]
        found.append(Finding("migrations", True, "at the newest revision"))
        return found + await _check_contents(database, settings, now)
    finally:
        await database.close()


async def _check_contents(database: Database, settings: Settings, now: datetime) -> list[Finding]:
    async with database.transaction() as session:
        known = {person.id for person in await admins(session)}
        campaign = await campaign_of(session, None)
    missing = [admin_id for admin_id in settings.admin_ids if admin_id not in known]
    words = "all have started the bot"
    if missing:
        words = f"these have not sent /start to the bot yet: {', '.join(map(str, missing))}"
    found = [Finding("admins", not missing, words)]
    if campaign is None:
        return [*found, Finding("campaign", False, "none; the first start opens the season's")]
    until = (campaign.closed_at or campaign.deadline).astimezone(settings.time_zone)
    state = "closed since" if campaign_is_over(campaign, now) else "open until"
    return [
        *found,
        Finding("campaign", True, f"{campaign.year}, {state} {until:%d.%m.%Y %H:%M}"),
    ]
