"""Every phrase the bot says, by conversation. Functions escape what people wrote; constants are
ready HTML."""

from handlers.texts import (
    campaigns,
    deadlines,
    elsewhere,
    export,
    form,
    home,
    joining,
    people,
    regions,
    reminders,
    report,
    values,
)

__all__ = [
    "campaigns",
    "deadlines",
    "elsewhere",
    "export",
    "form",
    "home",
    "joining",
    "people",
    "regions",
    "reminders",
    "report",
    "values",
]
