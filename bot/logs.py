"""The log: a line for each event, for people or for a collector, and never a token in it."""

import logging
import re
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor

# A bot's token: it may stand in the address of a request or in an error's text.
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")


class _WithoutTokens:
    """Renders the line, then takes the bot's token out."""

    def __init__(self, render: Processor) -> None:
        self._render = render

    def __call__(self, logger: object, method: str, event: EventDict) -> str:
        return _TOKEN.sub("<token>", str(self._render(logger, method, event)))


def set_up_logs(level: str, form: Literal["console", "json"]) -> None:
    """Everything goes to standard error, the libraries' own messages too."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if form == "json":
        shared.append(structlog.processors.format_exc_info)
        render: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        render = structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _WithoutTokens(render),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # At the usual level a line for every update, call or step would be too much.
    for noisy in ("aiogram.event", "alembic", "fontTools"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, logging.getLevelName(level)))
