"""Every phrase the bot says, by conversation. Functions escape what people wrote; constants are
ready HTML."""

from handlers.texts import (
    admins,
    elsewhere,
    erasing,
    export,
    form,
    home,
    joining,
    mass_invitations,
    people,
    regions,
    reminders,
    report,
    values,
)

__all__ = [
    "admins",
    "elsewhere",
    "erasing",
    "export",
    "form",
    "home",
    "joining",
    "mass_invitations",
    "people",
    "regions",
    "reminders",
    "report",
    "values",
]
