"""Opens files that others have made: whatever is in them, it costs no more than so much memory and
time, and no other file."""

import structlog

from bot.files.process import FileProcess
from bot.files.worker import OnProgress, Result, Work
from domain.refusal import Refusal
from domain.tables.limits import TOO_COMPLEX

log = structlog.get_logger()


class BoundedProcess(FileProcess):
    # A table of 5,000 rows takes a tenth of either in every format that is read.
    most_memory = 768 * 1024 * 1024
    most_seconds = 60.0
    longest = 600.0  # on a busy machine: all others have the processor first

    async def run(self, work: Work[Result], on_progress: OnProgress) -> Result:
        """Raises Refusal for work that wants more, or that the process dies of."""
        try:
            return await super().run(work, on_progress)
        except (ChildProcessError, TimeoutError) as error:
            log.warning("file.too_complex", why=type(error).__name__)
            raise Refusal(TOO_COMPLEX) from error
