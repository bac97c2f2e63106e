"""Every phrase the bot says, by conversation. Functions escape what people wrote; constants are
ready HTML."""

from handlers.texts import (
    campaigns,
    deadlines,
    elsewhere,
    export,
    extensions,
    form,
    home,
    joining,
    more_time,
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
    "extensions",
    "form",
    "home",
    "joining",
    "more_time",
    "people",
    "regions",
    "reminders",
    "report",
    "values",
]
