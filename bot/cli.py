"""The command line: run, check, export, deadline, sample."""

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import structlog
import typer
import uvloop
from aiogram.exceptions import TelegramUnauthorizedError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import assemble, prepare
from bot.check import check_everything
from bot.clock import make_clock, telegram_is_local
from bot.database import Database
from bot.files.workbook import make_workbook, put_on_record
from bot.logs import set_up_logs
from bot.settings import Settings, WrongSettings, load_settings
from demo.sampling import Added, add_sample
from domain.campaigns.campaigns import current_campaign
from domain.export.filters import Cut
from domain.export.queries import Figures

log = structlog.get_logger()

WRONG = 2  # exit code: something that the operator has to put right

Result = TypeVar("Result")


def build_cli() -> typer.Typer:
    cli = typer.Typer(
        help="The Quality Week bot. Without a command: migrate the database and run.",
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    cli.callback(invoke_without_command=True)(run)
    cli.command()(check)
    cli.command()(export)
    cli.command()(deadline)
    cli.command()(sample)
    return cli


def run(context: typer.Context) -> None:
    """Migrate the database and run the bot."""
    if context.invoked_subcommand is None:
        _complete(_serve(_settings()))


def check() -> None:
    """Say whether token, database, migrations, admins and campaign are in order."""
    settings = _settings()
    findings = _complete(check_everything(settings, make_clock(settings)()))
    for finding in findings:
        mark = "ok   " if finding.right else "WRONG"
        typer.echo(f"{mark} {finding.subject}: {finding.says}")
    if not all(finding.right for finding in findings):
        raise typer.Exit(1)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx|FILE.csv", help="Where to write it.")],
) -> None:
    """Make the merged table without Telegram."""
    if file.suffix.lower() not in (".xlsx", ".csv") or file.is_dir():
        _stop(f"{file} is not a name for a table: give one that ends in .xlsx or .csv.")
    made = _complete(_export(_settings(), file))
    typer.echo(
        f"{file}: {made.reported} of {made.regions} regions have reported; "
        f"{made.events} events, held {made.times_held} times, {made.participants} participants."
    )


def deadline() -> None:
    """Print the current campaign's deadline, ISO 8601, by the ministry's clock."""
    typer.echo(_complete(_deadline(_settings())))


def sample() -> None:
    """Add a season's made-up reports, to try things out beside a local Telegram."""
    settings = _settings()
    if not telegram_is_local(settings):
        _stop("Sample data is only for a local Telegram: set BOT_API_URL to one on this machine.")
    added = _complete(_sample(settings))
    typer.echo(
        f"Added to {added.regions} regions: {added.coordinators} coordinators, "
        f"{added.events} events."
        if added.regions
        else "The sample data is there already, nothing was added."
    )


def _settings() -> Settings:
    try:
        settings = load_settings()
    except WrongSettings as error:
        _stop(str(error))
    set_up_logs(settings.log_level, settings.log_format)
    return settings


def _complete(work: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end; what the operator can put right ends in a sentence, not a traceback."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    except* TelegramUnauthorizedError:
        _stop("BOT_TOKEN is refused by Telegram: take a valid one from BotFather.")
    except* SQLAlchemyError as group:
        _stop(f"The database does not work: {_reason(group)}. Look at DATABASE_URL.")
    except* OSError as group:
        _stop(f"The system refuses: {_reason(group)}.")


def _reason(group: BaseExceptionGroup[Exception]) -> str:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    # The driver's own words; SQLAlchemy adds the statement and its values.
    said = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return said.splitlines()[0].rstrip(".")


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise SystemExit(WRONG)


async def _serve(settings: Settings) -> None:
    """Until SIGTERM or Ctrl-C."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    running = asyncio.create_task(_run(settings))
    stopping = asyncio.create_task(stopped.wait())
    await asyncio.wait([running, stopping], return_when=asyncio.FIRST_COMPLETED)
    if not running.done():
        log.info("stopping")
        running.cancel()
    stopping.cancel()
    try:
        await running
    except asyncio.CancelledError:
        log.info("stopped")


async def _run(settings: Settings) -> None:
    async with assemble(settings, now=make_clock(settings)) as app:
        me = await app.bot.me()
        log.info("running", bot=f"@{me.username}")
        await app.run()


async def _export(settings: Settings, file: Path) -> Figures:
    async with _prepared(settings) as (database, now):
        cut = Cut(format="csv" if file.suffix.lower() == ".csv" else "xlsx")
        export = await make_workbook(database, file, cut, zone=settings.time_zone, now=now)
        await put_on_record(database, export, person_id=None)
        return export.figures


async def _deadline(settings: Settings) -> str:
    async with _prepared(settings) as (database, _), database.transaction() as session:
        campaign = await current_campaign(session)
        return campaign.deadline.astimezone(settings.time_zone).isoformat()


async def _sample(settings: Settings) -> Added:
    async with _prepared(settings) as (database, now):
        return await add_sample(database, now)


@asynccontextmanager
async def _prepared(settings: Settings) -> AsyncIterator[tuple[Database, datetime]]:
    """The database as the bot itself would find it, and the time of this command."""
    database, now = Database(settings.database_url.get_secret_value()), make_clock(settings)()
    try:
        await prepare(database, settings, now)
        yield database, now
    finally:
        await database.close()
