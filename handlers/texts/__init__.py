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
    pictures,
    region_card,
    regions,
    reminders,
    report,
    status,
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
    "pictures",
    "region_card",
    "regions",
    "reminders",
    "report",
    "status",
    "values",
]
