"""What is kept of a file until it is loaded, as one JSON. With its events that is megabytes: the
bot hands them on as they are written, and has the database take out of it what is wanted."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import JSON, ColumnElement, LargeBinary, Text, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.text.cleaning import drop_unwanted
from models import EventImport

_AT_ONCE = 100  # events in one text


class Rest(NamedTuple):
    """Of the content what is no event: the numbers of the rows that are none, and what was said of
    them. Once the events are loaded, only that is left."""

    refused: int
    twins: int
    left_out: tuple[str, ...]


def events_as_json(events: Sequence[Mapping[str, Any]]) -> bytes:
    """`events` are answers by the fields' keys, each with its `twin_key`. In UTF-8, so that it is
    encoded once, however often it goes on."""
    # One emoji makes every character of a text take four bytes: as one text, a file of many links
    # would take more memory than the process that reads it has.
    parts = (events[at : at + _AT_ONCE] for at in range(0, len(events), _AT_ONCE))
    # Escaped, Russian would be twice as long.
    texts = (json.dumps(part, ensure_ascii=False)[1:-1] for part in parts)
    return b"[%b]" % b", ".join([text.encode() for text in texts])


def content(session: AsyncSession, events: bytes, rest: Rest) -> ColumnElement[Any]:
    """To be stored."""
    # What was said quotes cells as they came. With U+0000 anywhere PostgreSQL looks into no JSON.
    quotable = rest._replace(left_out=tuple(map(drop_unwanted, rest.left_out)))
    head = json.dumps(quotable._asdict()).encode()
    whole = literal(b'%b, "events": %b}' % (head.removesuffix(b"}"), events), LargeBinary())
    if session.get_bind().dialect.name == "sqlite":  # to which JSON is a text like any other
        return cast(whole, Text)
    return cast(func.convert_from(whole, "UTF8"), JSON)


async def rest_of(session: AsyncSession, read: EventImport) -> Rest:
    """Also after the loading; nothing once the content is forgotten."""
    kept = EventImport.content
    parts = select(*(kept[key] for key in Rest._fields)).where(EventImport.id == read.id)
    refused, twins, left_out = (await session.execute(parts)).one()
    # What was kept by an earlier version of the bot does not say what was left out.
    return Rest(refused or 0, twins or 0, tuple(left_out or ()))
