"""`python -m bot`: the command line, by the real clock."""

import gc
import os
import signal
import sys

# Who stops the bot before it has loaded what it needs stops it as at any other time. There is
# nothing yet to be finished or closed.
if len(sys.argv) == 1:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))

# Nearly all that is made by the imports stays. Looking through it for garbage again and again takes
# a fifth of the start; and later the pauses for that grow with all there is to look through.
gc.disable()

from datetime import UTC, datetime  # noqa: E402
from functools import partial  # noqa: E402

from bot.cli import CommandLine  # noqa: E402

gc.freeze()
gc.enable()

# Its help names the command that was typed: the installed one says which it is.
CommandLine(partial(datetime.now, UTC)).build()(prog_name=os.environ.get("QUALITY_WEEK_COMMAND"))
