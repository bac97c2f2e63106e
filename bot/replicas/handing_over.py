"""Whose updates they are: all of a chat's are one replica's, so that they are applied in order and
answered once. Whoever changes that holds the chat's lock, an advisory one by its id. PostgreSQL
only.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Connection, and_, or_, select, text, update
from sqlalchemy.orm import Session

from bot.replicas.presence import channel_of
from models import InboxUpdate

# In the same order everywhere, also in `bot/updates/storing.py`, or two would wait for one another.
_LOCK = text(
    "SELECT pg_advisory_xact_lock(chat) FROM"
    " (SELECT DISTINCT unnest(CAST(:chats AS bigint[])) AS chat ORDER BY chat) AS chats"
)
_CALL = text("SELECT pg_notify(channel, '') FROM unnest(CAST(:channels AS text[])) AS channel")


def call(connection: Connection, replicas: Iterable[int]) -> None:
    """Tell them, with the commit, that something in the inbox waits for them."""
    connection.execute(_CALL, {"channels": [channel_of(number) for number in sorted(replicas)]})


def hand_over(session: Session, owners: Collection[int], to: int) -> int:
    """What those have left unfinished, to a replica: chats as a whole. An owner is a replica, or
    minus the id of a row that nobody owns. Gives the number of updates."""
    connection = session.connection()
    chats = connection.scalars(select(InboxUpdate.chat_id).where(_left_by(owners))).all()
    if not chats:
        return 0
    connection.execute(_LOCK, {"chats": list(chats)})
    taken = update(InboxUpdate).where(_left_by(owners)).values(taken_by=to)
    count = connection.execute(taken).rowcount
    call(connection, [to])
    return count


def _left_by(owners: Collection[int]) -> ColumnElement[bool]:
    replicas = [owner for owner in owners if owner > 0]
    rows = [-owner for owner in owners if owner < 0]
    return and_(
        InboxUpdate.answered_at.is_(None),
        or_(
            InboxUpdate.taken_by.in_(replicas),
            and_(InboxUpdate.taken_by.is_(None), InboxUpdate.id.in_(rows)),
        ),
    )
