"""What the ministry has returned an event with, in words."""

from collections.abc import Collection

from domain.events.fields import FIELDS
from handlers.formatting import quoted
from models import Event


def titles(keys: Collection[str]) -> str:
    """«Название, Число участников»."""
    return ", ".join(field.title for field in FIELDS if field.key in keys)


def returned_with(event: Event) -> str:
    """The fields that were named, and the comment. HTML."""
    return "\n".join([*_named(event), *_comment(event)])


def _named(event: Event) -> list[str]:
    return [f"Что исправить: {titles(event.return_fields)}."] if event.return_fields else []


def _comment(event: Event) -> list[str]:
    comment = event.return_comment
    return [f"Комментарий министерства:\n{quoted(comment)}"] if comment else []
