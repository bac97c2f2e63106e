"""Files made in a thread, where nothing depends on the process for them: starting one takes longer
than most tests."""

import asyncio

from bot.files.process import FileProcess
from bot.files.worker import OnProgress, Result, Work


class FileThread(FileProcess):
    async def run(self, work: Work[Result], on_progress: OnProgress) -> Result:
        return await asyncio.to_thread(work, self.database_url, on_progress)
