"""The log: a line for each event, for people or for a collector. It names updates, chats and
regions, and holds nothing that people write, and no secret."""

import logging
import re
import sys
from collections.abc import Iterator
from typing import Literal

import structlog
from pydantic import ValidationError
from structlog.typing import EventDict, Processor

# The process's own; of libraries' messages those below INFO are left out, whatever the level: they
# hold statements with their values, and answers of Telegram with what people wrote.
OWN = ("bot", "handlers", "domain", "models", "demo", "__main__")

_SECRETS = (
    # A bot's token: it may stand in the address of a request or in an error's text.
    (re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}"), "<token>"),
    # An invitation's.
    (re.compile(r"(?<=start=)[\w-]+|(?<=/start )[\w-]+"), "<invitation>"),
    # Who asks, and by which password: in the addresses of databases, proxies and so on.
    (re.compile(r"(?<=://)[^/\s@]+(?=@)"), "<login>"),
)
# What moves a terminal's cursor or begins a line: whoever can write it could forge an event.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_QUOTED = re.compile(r"(['\"]).*\1", re.DOTALL)


class _WithoutSecrets:
    """Renders the line, then takes the secrets out."""

    def __init__(self, render: Processor) -> None:
        self._render = render

    def __call__(self, logger: object, method: str, event: EventDict) -> str:
        return _without_secrets(str(self._render(logger, method, event)))


def _without_secrets(text: str) -> str:
    for secret, instead in _SECRETS:
        text = secret.sub(instead, text)
    return text


def words_of(error: BaseException) -> str:
    """An error's message in one line, for the log. What errors about values quote is left out:
    mostly it is what somebody has written."""
    if isinstance(error, ValidationError):
        wrong = error.errors(include_input=False, include_url=False, include_context=False)
        words = "; ".join(f"{each['type']} at {each['loc']}" for each in wrong)
    elif quotes_values(error):
        return without_values(str(error))
    else:
        words = str(error)
    return _escaped(words)


def quotes_values(error: BaseException) -> bool:
    """Whether it may: Python's own do, and PostgreSQL's of a value that does not do (the class 22
    of its SQLSTATE)."""
    state = getattr(getattr(error, "orig", error), "sqlstate", None) or ""
    return isinstance(error, ValueError | LookupError) or state.startswith("22")


def without_values(text: str) -> str:
    """In one line, and nothing that stands in it in quotes."""
    return _without_secrets(_escaped(_QUOTED.sub("'…'", text)))


def _escaped(text: str) -> str:
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _in_one_line(_logger: object, _method: str, event: EventDict) -> EventDict:
    for name, value in event.items():
        if isinstance(value, str) and name != "exception":
            event[name] = _escaped(value)
    return event


def _traceback(_logger: object, _method: str, event: EventDict) -> EventDict:
    """In place of the error itself: where it was raised, and its words."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_lines(error))
    return event


def _lines(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _lines(cause)
        yield "→"
    frame = error.__traceback__
    while frame is not None:
        code = frame.tb_frame.f_code
        yield f"  {code.co_filename}:{frame.tb_lineno} {code.co_name}"
        frame = frame.tb_next
    yield f"{type(error).__qualname__}: {words_of(error)}"
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _lines(each)


def set_up_logs(level: str, form: Literal["console", "json"]) -> None:
    """Everything goes to standard error, the libraries' own messages too."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    render: Processor
    if form == "json":
        render = structlog.processors.JSONRenderer(ensure_ascii=False)
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
                _traceback,
                _in_one_line,
                _WithoutSecrets(render),
            ],
        )
    )
    number = logging.getLevelName(level)
    logging.basicConfig(handlers=[handler], level=max(logging.INFO, number), force=True)
    for room in OWN:
        logging.getLogger(room).setLevel(number)
    # At the usual level a line for every update, call or step would be too much.
    for noisy in ("aiogram.event", "alembic", "fontTools"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, number))
