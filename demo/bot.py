"""`python -m demo.bot`: the bot of the demonstration, by a clock that can be moved.

The real bot with two more commands, for a Telegram on this machine only: beside the true one,
made-up reports and a moved clock would do harm.
"""

from datetime import datetime
from pathlib import Path

import typer
from yarl import URL

from bot.cli import CommandLine, complete, prepared_database, stop
from bot.settings import Settings
from demo.clock import Clock
from demo.sampling import Added, add_sample
from domain.campaigns.campaigns import current_campaign

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class DemoCommandLine(CommandLine):
    def build(self) -> typer.Typer:
        cli = super().build()
        cli.command()(self.deadline)
        cli.command()(self.sample)
        return cli

    def deadline(self) -> None:
        """Print the current campaign's deadline, ISO 8601, by the ministry's clock."""
        typer.echo(complete(_deadline(self.settings(), self.now())))

    def sample(self) -> None:
        """Add a season's made-up reports."""
        added = complete(_sample(self.settings(), self.now()))
        typer.echo(
            f"Added to {added.regions} regions: {added.coordinators} coordinators, "
            f"{added.events} events."
            if added.regions
            else "The sample data is there already, nothing was added."
        )

    def settings(self) -> Settings:
        settings = super().settings()
        if not telegram_is_local(settings):
            stop("The demo is only for a local Telegram: set BOT_API_URL to one on this machine.")
        return settings


def telegram_is_local(settings: Settings) -> bool:
    """Whether the bot talks to a Telegram on this machine, and so not to the true one."""
    return URL(settings.bot_api_url.get_secret_value()).host in LOOPBACK


async def _deadline(settings: Settings, now: datetime) -> str:
    async with prepared_database(settings, now) as database, database.transaction() as session:
        campaign = await current_campaign(session)
        return campaign.deadline.astimezone(settings.time_zone).isoformat()


async def _sample(settings: Settings, now: datetime) -> Added:
    async with prepared_database(settings, now) as database:
        return await add_sample(database, now)


if __name__ == "__main__":
    DemoCommandLine(Clock(Path())).build()()
