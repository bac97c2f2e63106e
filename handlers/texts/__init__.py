"""Every phrase the bot says, by conversation. Functions escape what people wrote; constants are
ready HTML."""

from handlers.texts import (
    broadcast,
    elsewhere,
    export,
    form,
    home,
    joining,
    mailing,
    people,
    regions,
    remind,
    reminders,
    replies,
    report,
    values,
)

__all__ = [
    "broadcast",
    "elsewhere",
    "export",
    "form",
    "home",
    "joining",
    "mailing",
    "people",
    "regions",
    "remind",
    "reminders",
    "replies",
    "report",
    "values",
]
