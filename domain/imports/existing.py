"""The events that a region's report has already, looked up by what makes two of them twins."""

from collections import defaultdict
from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from domain.events.likeness import MAY_DIFFER, likeness, twin_key
from domain.events.twins import UNKNOWN
from models import Event

_EVENTS = Event.metadata.tables[Event.__tablename__]
_COMPARED = ("kind", "name", "city", "organisation", "twin_key", "number", *MAY_DIFFER)
_READ = tuple(_EVENTS.c[name] for name in _COMPARED)


class ExistingEvents:
    """By kind, name and place, as `domain/events/twins.py` compares them."""

    def __init__(self, connection: Connection, campaign_id: int, region_code: str) -> None:
        self._by_key: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
        query = select(*_READ).where(
            Event.campaign_id == campaign_id,
            Event.region_code == region_code,
            Event.deleted_at.is_(None),
        )
        for row in connection.execute(query):
            event, key = row._asdict(), row.twin_key
            self._by_key[twin_key(event) if key == UNKNOWN else key].append(event)

    def __bool__(self) -> bool:
        return bool(self._by_key)

    def twin_of(self, answers: Mapping[str, Any], key: int) -> Mapping[str, Any] | None:
        """The event with that key, by its columns; None if there is none."""
        # Compared once more: two keys may be equal by chance.
        like_it = self._by_key.get(key)
        if like_it is None:
            return None
        looks = likeness(answers)
        same = (event for event in like_it if likeness(event) == looks)
        return min(same, key=itemgetter("number"), default=None)
