"""Every phrase the bot says, by conversation. Functions escape what people wrote; constants are
ready HTML."""

from handlers.texts import (
    elsewhere,
    export,
    form,
    home,
    joining,
    people,
    pictures,
    region_card,
    regions,
    reminders,
    report,
    status,
    status_lists,
    values,
)

__all__ = [
    "elsewhere",
    "export",
    "form",
    "home",
    "joining",
    "people",
    "pictures",
    "region_card",
    "regions",
    "reminders",
    "report",
    "status",
    "status_lists",
    "values",
]
