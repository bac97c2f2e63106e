"""Every phrase the bot says, by conversation. Functions escape what people wrote; constants are
ready HTML."""

from handlers.texts import (
    digest,
    elsewhere,
    export,
    form,
    history,
    home,
    joining,
    people,
    regions,
    reminders,
    report,
    values,
)

__all__ = [
    "digest",
    "elsewhere",
    "export",
    "form",
    "history",
    "home",
    "joining",
    "people",
    "regions",
    "reminders",
    "report",
    "values",
]
