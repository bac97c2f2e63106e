"""The command line: run, check, export."""

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import structlog
import typer
import uvloop
from aiogram.exceptions import TelegramUnauthorizedError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import assemble, prepare
from bot.check import check_everything
from bot.database import Database
from bot.files.workbook import put_on_record
from bot.garbage import look_past_what_stays
from bot.logs import set_up_logs
from bot.settings import Settings, WrongSettings, load_settings
from domain.export.filters import ExportFilter
from domain.export.result import Totals
from domain.reports.sums import Part, Sums

log = structlog.get_logger()

WRONG = 2  # exit code: something that the operator has to put right

Result = TypeVar("Result")


class CommandLine:
    """The commands. `now` gives the present moment, in UTC."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self.now = now

    def build(self) -> typer.Typer:
        cli = typer.Typer(
            help="The Quality Week bot. Without a command: migrate the database and run.",
            add_completion=False,
            pretty_exceptions_enable=False,
        )
        cli.callback(invoke_without_command=True)(self.run)
        cli.command()(self.check)
        cli.command()(self.export)
        return cli

    def run(self, context: typer.Context) -> None:
        """Migrate the database and run the bot."""
        if context.invoked_subcommand is None:
            complete(_serve(self.settings(), self.now))

    def check(self) -> None:
        """Say whether token, database, migrations, admins and campaign are in order."""
        findings = complete(check_everything(self.settings(), self.now()))
        for finding in findings:
            mark = "ok   " if finding.right else "WRONG"
            typer.echo(f"{mark} {finding.subject}: {finding.words}")
        if not all(finding.right for finding in findings):
            raise typer.Exit(1)

    def export(
        self,
        file: Annotated[
            Path, typer.Argument(metavar="FILE.xlsx|FILE.csv", help="Where to write it.")
        ],
    ) -> None:
        """Make the merged table without Telegram."""
        if file.suffix.lower() not in (".xlsx", ".csv") or file.is_dir():
            stop(f"{file} is not a name for a table: give one that ends in .xlsx or .csv.")
        totals = complete(_export(self.settings(), file, self.now()))
        typer.echo(
            f"{file}: {totals.counted} of {totals.regions} regions have reported. "
            f"Submitted: {_sums(totals.sums[Part.SUBMITTED])}. "
            f"Not submitted: {_sums(totals.sums[Part.UNSUBMITTED])}."
        )

    def settings(self) -> Settings:
        """The bot's settings; sets up the log by them."""
        try:
            settings = load_settings()
        except WrongSettings as error:
            stop(str(error))
        set_up_logs(settings.log_level, settings.log_format)
        return settings


def complete(work: Coroutine[Any, Any, Result]) -> Result:
    """Run to the end. An error that the operator can put right is a sentence, not a traceback."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    except* TelegramUnauthorizedError:
        stop("BOT_TOKEN is refused by Telegram: take a valid one from BotFather.")
    except* SQLAlchemyError as group:
        stop(f"The database does not work: {_reason(group)}. Look at DATABASE_URL.")
    except* OSError as group:
        stop(f"The system refuses: {_reason(group)}.")


def _reason(group: BaseExceptionGroup[Exception]) -> str:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    # The driver's own words; SQLAlchemy adds the statement and its values.
    words = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return words.splitlines()[0].rstrip(".")


def stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise SystemExit(WRONG)


def _sums(sums: Sums) -> str:
    return f"{sums.events} events, held {sums.times_held} times, {sums.participants} participants"


async def _serve(settings: Settings, now: Callable[[], datetime]) -> None:
    """Until SIGTERM or Ctrl-C."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    running = asyncio.create_task(_run(settings, now))
    stopping = asyncio.create_task(stopped.wait())
    await asyncio.wait([running, stopping], return_when=asyncio.FIRST_COMPLETED)
    if not running.done():
        log.info("bot.stopping")
        running.cancel()
    stopping.cancel()
    try:
        await running
    except asyncio.CancelledError:
        log.info("bot.stopped")


async def _run(settings: Settings, now: Callable[[], datetime]) -> None:
    async with assemble(settings, now=now) as app:
        look_past_what_stays()
        me = await app.bot.me()
        log.info("bot.running", bot=f"@{me.username}")
        await app.run()


async def _export(settings: Settings, file: Path, now: datetime) -> Totals:
    from domain.export.export import make_export  # with libraries that only this command needs

    async with prepared_database(settings, now) as database:
        export_filter = ExportFilter(format="csv" if file.suffix.lower() == ".csv" else "xlsx")
        zone = settings.time_zone
        export = await database.read(
            partial(make_export, path=file, export_filter=export_filter, zone=zone, now=now)
        )
        await put_on_record(database, export, person_id=None)
        return export.totals


@asynccontextmanager
async def prepared_database(settings: Settings, now: datetime) -> AsyncIterator[Database]:
    """Migrated, with regions and a campaign."""
    database = Database(settings.database_url.get_secret_value())
    try:
        await prepare(database, settings, now)
        yield database
    finally:
        await database.close()
