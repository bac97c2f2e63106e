"""`python -m bot`: the command line, by the real clock."""

import gc

# Nearly all that is made by the imports stays. Looking through it for garbage again and again takes
# a fifth of the start; and later the pauses for that grow with all there is to look through.
gc.disable()

from datetime import UTC, datetime  # noqa: E402
from functools import partial  # noqa: E402

from bot.cli import CommandLine  # noqa: E402

gc.freeze()
gc.enable()

CommandLine(partial(datetime.now, UTC)).build()()
