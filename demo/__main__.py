"""`python -m demo`: phones on a page, with the real bot behind them."""

import asyncio
import os
import signal
import socket
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from aiohttp import web

from demo.doors import LOOPBACK, address, is_exposed, listen
from demo.server import Server
from demo.stage import BotEndedError, Stage

FIRST_PORT = 8090
WRONG = 2  # exit code: something that the person at the keyboard has to put right
EXPOSED = (
    "Warning: whoever can open this page can do everything in the demonstration. Use it for a "
    "show, with nothing real in it, and stop it afterwards."
)
SQLITE = "sqlite+aiosqlite:///"


def build_cli() -> typer.Typer:
    cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    cli.command()(demo)
    return cli


def demo(
    database: Annotated[
        str | None,
        typer.Option(metavar="URL", help="A database to keep; without it, one to throw away."),
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="HOST",
            envvar="DEMO_HOST",
            help="This machine's name or address where others may open the page; 0.0.0.0: all.",
        ),
    ] = LOOPBACK,
) -> None:
    """Try the bot in a browser, without a token. Ctrl-C stops everything."""
    if os.environ.get("BOT_TOKEN"):
        typer.echo(
            "BOT_TOKEN is set: the demo makes a token of its own and has no use for a real one. "
            "Start it without: env -u BOT_TOKEN make demo",
            err=True,
        )
        raise typer.Exit(WRONG)
    with tempfile.TemporaryDirectory(prefix="quality-week-demo-") as folder:
        url = _absolute(database or f"{SQLITE}{folder}/demo.sqlite3")
        try:
            asyncio.run(_show(url, Path(folder), host))
        except BotEndedError:  # it has said why
            raise typer.Exit(WRONG) from None


async def _show(database_url: str, folder: Path, host: str) -> None:
    """Until Ctrl-C, SIGTERM, or the terminal is closed."""
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    listening = _listen(host)
    async with Stage(database_url, folder, host) as stage:
        runner = web.AppRunner(Server(stage).application(), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.SockSite(runner, listening).start()
        await stage.start()
        # Without the admin's first step nobody could invite anyone.
        await stage.cast.admin.phone.says("/start")
        page = address(host, listening.getsockname()[1])
        typer.echo(f"The bot can be tried at {page} (Ctrl-C stops it)")
        if is_exposed(host):
            typer.echo(EXPOSED, err=True)
        if _screen():
            await asyncio.to_thread(webbrowser.open, page)
        await stopped.wait()
        typer.echo("Stopping: the bot finishes what is in hand.")
        await runner.cleanup()


def _listen(host: str) -> socket.socket:
    try:
        return listen(host, FIRST_PORT)
    except OSError as error:
        typer.echo(f"The page cannot be served at {host}: {error.strerror}.", err=True)
        raise typer.Exit(WRONG) from None


def _screen() -> bool:
    """Without one, `webbrowser` would start a text browser in this very terminal."""
    return sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def _absolute(url: str) -> str:
    """The bot runs in another folder, but a file is meant from this one."""
    path = url.removeprefix(SQLITE)
    return url if path == url else f"{SQLITE}{Path(path).resolve()}"


if __name__ == "__main__":
    build_cli()()
