"""`python -m bot`: the command line, by the real clock."""

from datetime import UTC, datetime
from functools import partial

from bot.cli import CommandLine

CommandLine(partial(datetime.now, UTC)).build()()
