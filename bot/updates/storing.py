"""Storing what is received: what is new, in the order in which it came, and whose it is."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.replicas.handing_over import call
from bot.updates.queries import Waiting
from models import Base, InboxUpdate, ReceivedUpdate

_INBOX = Base.metadata.tables[InboxUpdate.__tablename__]
_RECEIVED = Base.metadata.tables[ReceivedUpdate.__tablename__]

# SQLite, which one process has to itself. It numbers rows in the order in which they are given.
# SQLAlchemy does not rely on that: asked for the order, it would insert one by one.
_REMEMBER = insert(_RECEIVED).on_conflict_do_nothing().returning(_RECEIVED.c.update_id)
_STORE = insert(_INBOX).returning(_INBOX.c.update_id, _INBOX.c.id)

# PostgreSQL, which several replicas may use. No row comes out of the join before all chats are
# locked, and they are locked in the same order everywhere: it is sorted, or two would wait for one
# another.
_LOCK_AND_REMEMBER = text(
    """
    WITH locked AS MATERIALIZED (
        SELECT pg_advisory_xact_lock(chat)
        FROM (SELECT DISTINCT unnest(CAST(:chat_ids AS bigint[])) AS chat ORDER BY chat) AS chats
    )
    INSERT INTO received_updates (update_id, chat_id, message_id, content_digest, received_at)
    SELECT new.*, :now
    FROM (SELECT count(*) FROM locked) AS all_locked, unnest(
        CAST(:update_ids AS bigint[]), CAST(:chat_ids AS bigint[]),
        CAST(:message_ids AS bigint[]), CAST(:digests AS bigint[])
    ) AS new
    ON CONFLICT DO NOTHING
    RETURNING update_id
    """
)
# Under those locks, and only a later statement sees what others have committed before it had them.
# A row is the replica's that has earlier ones of its chat in hand. Gives them, too; the statement
# does not see what it inserts.
_STORE_WITH_OWNER = text(
    """
    WITH earlier AS MATERIALIZED (
        SELECT id, chat_id, taken_by FROM inbox
        WHERE chat_id = ANY(CAST(:chat_ids AS bigint[])) AND answered_at IS NULL
    )
    INSERT INTO inbox (update_id, chat_id, payload, received_at, tries, taken_by)
    SELECT update_id, chat_id, payload, :now, 0, coalesce(
        (
            SELECT taken_by FROM earlier
            WHERE earlier.chat_id = new.chat_id AND taken_by IS NOT NULL
            ORDER BY id DESC LIMIT 1
        ),
        CAST(:replica AS integer)
    )
    FROM ROWS FROM (
        unnest(CAST(:update_ids AS bigint[])),
        unnest(CAST(:chat_ids AS bigint[])),
        json_array_elements_text(CAST(:payloads AS json))
    ) WITH ORDINALITY AS new (update_id, chat_id, payload, place)
    ORDER BY place
    RETURNING id, update_id, taken_by, ARRAY(
        SELECT id FROM earlier WHERE earlier.chat_id = inbox.chat_id
    ) AS earlier
    """
)


@dataclass(frozen=True, slots=True)
class Letter:
    """An update to be stored; the last three fields are those of a message and of its edits. For
    `sent_at` and `is_cut` see Waiting."""

    update_id: int
    chat_id: int
    payload: str
    sent_at: datetime | None = None
    is_cut: bool = False
    message_id: int | None = None
    content_digest: int | None = None
    is_edit: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """How many updates were new; those of them that are for this process, in order; and the ids of
    unfinished ones before them in their chats, which other replicas may have stored for it."""

    new: int = 0
    own: Sequence[Waiting] = ()
    earlier: Collection[int] = ()


async def store(
    connection: AsyncConnection, letters: Sequence[Letter], now: datetime, replica: int | None
) -> Stored:
    """An edit that has changed nothing is only remembered. What is for another replica is told
    it."""
    return await connection.run_sync(_store, letters, now, replica)


def _store(
    connection: Connection, letters: Sequence[Letter], now: datetime, replica: int | None
) -> Stored:
    # Two statements, whatever their number, and one more for each edit.
    on_sqlite = connection.dialect.name == "sqlite"
    remember = _remember if on_sqlite else _lock_and_remember
    received = remember(connection, letters, now)
    new = []
    for letter in letters:
        if letter.update_id in received and not _changes_nothing(connection, letter, now):
            new.append(letter)
        received.discard(letter.update_id)  # it may come twice in a batch
    if not new:
        return Stored()
    if not on_sqlite:
        return _store_with_owner(connection, new, now, replica)
    rows = [
        {
            "update_id": letter.update_id,
            "chat_id": letter.chat_id,
            "payload": letter.payload,
            "received_at": now,
        }
        for letter in new
    ]
    ids = {row.update_id: row.id for row in connection.execute(_STORE, rows)}
    return Stored(len(new), [_waiting(letter, ids[letter.update_id], now) for letter in new])


def _remember(connection: Connection, letters: Sequence[Letter], now: datetime) -> set[int]:
    """Gives the numbers of those that were not known yet."""
    rows = [
        {
            "update_id": letter.update_id,
            "chat_id": letter.chat_id,
            "message_id": letter.message_id,
            "content_digest": letter.content_digest,
            "received_at": now,
        }
        for letter in letters
    ]
    return set(connection.execute(_REMEMBER, rows).scalars())


def _lock_and_remember(
    connection: Connection, letters: Sequence[Letter], now: datetime
) -> set[int]:
    """The same; nobody else stores or takes over anything of those chats until the commit."""
    values: dict[str, Any] = {
        "now": now,
        "update_ids": [letter.update_id for letter in letters],
        "chat_ids": [letter.chat_id for letter in letters],
        "message_ids": [letter.message_id for letter in letters],
        "digests": [letter.content_digest for letter in letters],
    }
    return set(connection.execute(_LOCK_AND_REMEMBER, values).scalars())


def _store_with_owner(
    connection: Connection, new: Sequence[Letter], now: datetime, replica: int | None
) -> Stored:
    values: dict[str, Any] = {
        "now": now,
        "replica": replica,
        "update_ids": [letter.update_id for letter in new],
        "chat_ids": [letter.chat_id for letter in new],
        # The driver takes long to quote what is full of quotation marks as an array.
        "payloads": json.dumps([letter.payload for letter in new]),
    }
    rows = {row.update_id: row for row in connection.execute(_STORE_WITH_OWNER, values)}
    others = {row.taken_by for row in rows.values()} - {replica}
    if others:
        call(connection, others)
    own = [letter for letter in new if rows[letter.update_id].taken_by == replica]
    return Stored(
        len(new),
        [_waiting(letter, rows[letter.update_id].id, now) for letter in own],
        {each for letter in own for each in rows[letter.update_id].earlier},
    )


def _changes_nothing(connection: Connection, letter: Letter, now: datetime) -> bool:
    """Whether it is an edit after which the message says what it said before."""
    if not letter.is_edit:
        return False
    before = (
        select(ReceivedUpdate.content_digest)
        .where(
            ReceivedUpdate.chat_id == letter.chat_id,
            ReceivedUpdate.message_id == letter.message_id,
            or_(ReceivedUpdate.received_at < now, ReceivedUpdate.update_id < letter.update_id),
        )
        .order_by(ReceivedUpdate.received_at.desc(), ReceivedUpdate.update_id.desc())
        .limit(1)
    )
    return bool(connection.execute(before).scalar() == letter.content_digest)


def _waiting(letter: Letter, row_id: int, now: datetime) -> Waiting:
    return Waiting(
        *(row_id, letter.update_id, letter.chat_id, now),
        payload=letter.payload,
        sent_at=letter.sent_at,
        is_cut=letter.is_cut,
    )
