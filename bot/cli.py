"""The command line: run, check, export, and what keeps the data."""

import asyncio
import signal
import sys
from asyncio import to_thread
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial
from getpass import getpass
from pathlib import Path
from time import monotonic
from typing import Annotated, Any, NoReturn, TypeVar
from zoneinfo import ZoneInfo

import structlog
import typer
import uvloop
from aiogram.exceptions import TelegramUnauthorizedError
from pydantic import SecretStr
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.app import assemble, prepare
from bot.check import Mark, check_everything
from bot.copies.contents import Contents
from bot.copies.copy import existing, write_copy
from bot.copies.restore import move, restore
from bot.database import Database
from bot.errors import CannotRunError, in_a_line
from bot.files.workbook import put_on_record
from bot.garbage import look_past_what_stays
from bot.logs import set_up_logs
from bot.schema import ForeignTables
from bot.settings import (
    Settings,
    WrongSettings,
    checked_database_url,
    load_settings,
    unknown_settings,
)
from bot.version import version
from domain.export.filters import ExportFilter
from domain.export.result import Totals
from domain.reports.sums import Part, Sums

log = structlog.get_logger()

WRONG = 2  # exit code: something that the operator has to put right

Result = TypeVar("Result")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version())
        raise typer.Exit


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
        for command in (self.export, self.backup, self.restore, self.move):
            cli.command()(command)
        return cli

    def run(
        self,
        context: typer.Context,
        version: Annotated[
            bool,
            typer.Option("--version", is_eager=True, callback=_show_version, help="Which it is."),
        ] = False,
    ) -> None:
        """Migrate the database and run the bot."""
        if context.invoked_subcommand is None:
            complete(_serve(self.settings(), self.now))

    def check(self) -> None:
        """Say whether token, database, migrations, copies, admins and campaign are in order."""
        findings = complete(check_everything(self.settings(), self.now()))
        for finding in findings:
            typer.echo(f"{finding.mark.value:5} {finding.subject}: {finding.words}")
        if any(finding.mark is Mark.WRONG for finding in findings):
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

    def backup(
        self,
        file: Annotated[Path, typer.Argument(metavar="FILE", help="Where to write the copy.")],
    ) -> None:
        """Copy the database into one file, while the bot may be running."""
        if file.exists():  # it may be the only copy of what was there then
            stop(f"There is a {file} already: give the copy another name.")
        settings = self.settings()
        copied = complete(to_thread(write_copy, _address(settings), OnTheWay(), path=file))
        typer.echo(
            f"{file}: a whole copy, checked, {copied.size // 1024} KB: "
            f"{_contents(copied.contents, settings.time_zone)}."
        )

    def restore(
        self, file: Annotated[Path, typer.Argument(metavar="FILE", help="A copy of the database.")]
    ) -> None:
        """Put a copy in the place of the database. The bot must be stopped."""
        settings = self.settings()
        restored = complete(to_thread(restore, _address(settings), file, self.now(), OnTheWay()))
        typer.echo(
            f"Restored from {file}: {_contents(restored.contents, settings.time_zone)}. "
            "Start the bot."
        )
        if restored.replaced is not None:
            typer.echo(f"What was there before is kept as {restored.replaced}.")

    def move(
        self,
        to_url: Annotated[
            str,
            typer.Argument(
                metavar="TO_URL|-",
                help="postgresql+psycopg://user:password@host/db; -: it is read from standard "
                "input, because other users see what stands in the command line.",
            ),
        ],
    ) -> None:
        """Move everything from SQLite into an empty PostgreSQL. The bot must be stopped."""
        if to_url == "-":
            # On a terminal it is not shown: there is a password in it.
            typed = sys.stdin.isatty()
            to_url = getpass("TO_URL: ") if typed else sys.stdin.readline().strip()
        try:
            address = checked_database_url(SecretStr(to_url)).get_secret_value()
        except ValueError as error:
            stop(f"TO_URL {error}.")
        moving = to_thread(move, _address(self.settings()), address, OnTheWay())
        rows = complete(moving, database="TO_URL")  # of the file move itself says what is wrong
        typer.echo(
            f"Moved {rows} rows, each compared. Set DATABASE_URL to the new address and start the "
            "bot; the old database stays as it is."
        )

    def settings(self) -> Settings:
        """The bot's settings; sets up the log by them."""
        try:
            settings = load_settings()
        except WrongSettings as error:
            stop(str(error))
        set_up_logs(settings.log_level, settings.log_format)
        for name in unknown_settings():
            log.warning("settings.unknown", name=name, why=".env sets what is no setting")
        return settings


def complete(work: Coroutine[Any, Any, Result], database: str = "DATABASE_URL") -> Result:
    """Run to the end. An error that the operator can put right is a sentence, not a traceback.
    `database` is what names the one that may not work."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(work)
    except* TelegramUnauthorizedError:
        sentence = "BOT_TOKEN is refused by Telegram: take a valid one from BotFather."
    except* ForeignTables:
        sentence = f"The database holds another program's tables: look at {database}."
    except* (WrongSettings, CannotRunError) as group:
        sentence = f"{in_a_line(group)}."
    except* SQLAlchemyError as group:
        sentence = f"The database does not work: {in_a_line(group)}. Look at {database}."
    except* OSError as group:
        sentence = f"The system refuses: {in_a_line(group)}."
    # Not above: what is raised there comes out of it within a group, and so with a traceback.
    return stop(sentence)


def stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise SystemExit(WRONG)


class OnTheWay:
    """Says how many rows are done, once a second."""

    def __init__(self) -> None:
        self._said = monotonic()

    def __call__(self, rows: int) -> None:
        if monotonic() - self._said >= 1:
            self._said = monotonic()
            typer.echo(f"{rows} rows so far", err=True)


def _address(settings: Settings) -> str:
    return settings.database_url.get_secret_value()


def _contents(contents: Contents, zone: ZoneInfo) -> str:
    newest = "nothing on record yet"
    if contents.newest is not None:
        newest = (
            f"the newest entry is of {contents.newest.astimezone(zone):%Y-%m-%d %H:%M} ({zone})"
        )
    return (
        f"{contents.rows} rows, among them {contents.people} people and {contents.events} events; "
        f"{newest}"
    )


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
        if settings.sentry_dsn is not None:
            from bot.sentry import report_defects  # with a library that few want

            report_defects(settings.sentry_dsn.get_secret_value(), version())
        log.info("bot.running", bot=f"@{me.username}", version=version())
        await app.run()


async def _export(settings: Settings, file: Path, now: datetime) -> Totals:
    from domain.export.export import make_export  # with libraries that only this command needs

    existing(make_url(_address(settings)))
    async with prepared_database(settings, now) as database:
        export_filter = ExportFilter(format="csv" if file.suffix.lower() == ".csv" else "xlsx")
        zone = settings.time_zone
        try:
            export = await database.read(
                partial(make_export, path=file, export_filter=export_filter, zone=zone, now=now)
            )
        except OSError as error:  # its own path would be that of an unfinished file
            raise CannotRunError(f"{file} cannot be written: {error.strerror}") from error
        await put_on_record(database, export, person_id=None)
        return export.totals


@asynccontextmanager
async def prepared_database(settings: Settings, now: datetime) -> AsyncIterator[Database]:
    """Migrated, with regions and a campaign."""
    database = Database(_address(settings))
    try:
        await prepare(database, settings, now)
        yield database
    finally:
        await database.close()
