"""Tells a region's coordinators, without a sound, that their helpers' proposals wait."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError

from bot.database import Database
from bot.errors import Failure, failure_of, in_a_line, is_unreachable
from bot.outages import log_failure
from bot.updates.api_middleware import single_request
from domain.campaigns.campaigns import current_campaign
from domain.people.people import mark_blocked
from domain.proposals.news import claim_news, regions_to_tell, tell_again
from handlers.proposals.screens import they_wait
from handlers.responses import Screen
from models import Person

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ProposalNews:
    bot: Bot
    database: Database
    now: Callable[[], datetime]

    async def send_due(self) -> None:
        async with self.database.reading_session() as session:
            campaign = await current_campaign(session)
            codes = await regions_to_tell(session, campaign, self.now())
        for code in codes:
            await self._tell_region(code)

    async def _tell_region(self, code: str) -> None:
        """Claimed before it is sent: whoever is not told because the bot dies in between sees the
        number on their next screen, and nobody is told twice."""
        now = self.now()
        async with self.database.transaction() as session:
            campaign = await current_campaign(session)
            news = await claim_news(session, campaign, code, now)
        if news is None:
            return
        screen = they_wait(news.waiting, news.new)
        reached = [await self._tell(person, screen) for person in news.to]
        if not any(reached):
            async with self.database.transaction() as session:
                await tell_again(session, campaign, code, now)

    async def _tell(self, person: Person, screen: Screen) -> bool:
        """False if it is to be tried again: Telegram cannot be reached."""
        try:
            with single_request():
                await self.bot.send_message(
                    person.id,
                    screen.text,
                    reply_markup=screen.keyboard,
                    disable_notification=True,
                )
        except AiogramError as error:
            if is_unreachable(error):
                async with self.database.transaction() as session:
                    await mark_blocked(session, person.id, self.now())
            elif failure_of(error) is not Failure.REFUSAL:
                log_failure(log, "proposals.news_delayed", error)
                return False
            else:
                log.warning("proposals.news_refused", why=in_a_line(error))
        return True
