"""Reports defects to a Sentry, if the operator has one: bugs, and updates that were set aside. A
report says where and of which update, and holds nothing that people write. Imported only if it is
wanted."""

import logging
import sys
from typing import Any, cast

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.types import Event, Hint

from bot.logs import without_values

# Of what the log says with an event, what a report may name it by.
TAGS = ("update_id", "chat_id", "region", "delivery", "mailing", "what")
SET_ASIDE = "update.set_aside"
KEPT = ("event_id", "timestamp", "level", "message", "exception", "tags", "release", "platform")


def report_defects(dsn: str, release: str) -> None:
    """From now on, until the process ends."""
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        before_send=_bare,
        # Neither what the functions held nor what was logged or requested before.
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        default_integrations=False,
        # What is on its way at the end has two seconds; nobody is told of it.
        integrations=[AtexitIntegration(callback=lambda _pending, _timeout: None)],
        shutdown_timeout=2,
        auto_session_tracking=False,
    )
    logging.getLogger().addHandler(_Reporter(logging.ERROR))


class _Reporter(logging.Handler):
    """What the log says of a defect goes to the Sentry, too."""

    def emit(self, record: logging.LogRecord) -> None:
        said: dict[str, Any] = record.msg if isinstance(record.msg, dict) else {}
        error = said.get("exc_info") or record.exc_info
        if error is True:
            error = sys.exc_info()
        name = said.get("event", record.name)
        with sentry_sdk.new_scope() as scope:
            scope.set_tag("event", name)
            for tag in TAGS:
                if tag in said:
                    scope.set_tag(tag, str(said[tag]))
            if error:
                scope.capture_exception(error)
            elif name == SET_ASIDE:
                scope.capture_message(name, level="error")


def _bare(event: Event, _hint: Hint) -> Event:
    """Without what errors quote, and without whatever the library may add one day."""
    kept = {name: value for name, value in event.items() if name in KEPT}
    for error in event.get("exception", {}).get("values", ()):
        error["value"] = without_values(str(error.get("value") or ""))
    return cast(Event, kept)
