"""The inbox in the database: what is received, in hand, owed and remembered.

The statements on the way of every answer are built once, of tables, and executed by the
connection: the ORM's own work on them would cost more than they do.
"""

from asyncio import Event, Lock
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    and_,
    bindparam,
    column,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session

from handlers.responses import RESPONSES, Responses
from models import Base, Draft, InboxUpdate, ReceivedUpdate

REMEMBERED = timedelta(days=2)
SET_ASIDE_KEPT = timedelta(days=90)
FORGOTTEN_AT_ONCE = 5_000  # updates: nobody is to wait long meanwhile

_DRAFTS = Base.metadata.tables[Draft.__tablename__]
_INBOX = Base.metadata.tables[InboxUpdate.__tablename__]
_RECEIVED = Base.metadata.tables[ReceivedUpdate.__tablename__]
_LOWEST = select(func.min(_RECEIVED.c.update_id)).scalar_subquery()
_HIGHEST = select(func.max(_RECEIVED.c.update_id)).scalar_subquery()

_THIS = _INBOX.c.id == bindparam("row")

# Of one that another replica has not taken over meanwhile.
_TO_BE_APPLIED = (
    _THIS,
    _INBOX.c.applied_at.is_(None),
    _INBOX.c.taken_by.is_not_distinct_from(bindparam("replica", type_=Integer)),
)
_MARK_APPLIED = (
    update(_INBOX)
    .where(*_TO_BE_APPLIED)
    .values(applied_at=bindparam("now"), answers=bindparam("left"))
)
_END_AT_ONCE = delete(_INBOX).where(*_TO_BE_APPLIED)
_STORE_ANSWERS = update(_INBOX).where(_THIS).values(answers=bindparam("left"))
_END = delete(_INBOX).where(_INBOX.c.id.in_(bindparam("rows", expanding=True)))
_END_SET_ASIDE = (
    update(_INBOX)
    .where(_INBOX.c.id.in_(bindparam("rows", expanding=True)))
    .values(answers=None, answered_at=bindparam("now"))
)
_NOTE_QUESTION = (
    update(_DRAFTS)
    .where(_DRAFTS.c.id == bindparam("draft"))
    .values(question_id=bindparam("message"))
)
# PostgreSQL takes them all in one statement.
_QUESTIONS = (
    func.unnest(
        bindparam("drafts", type_=postgresql.ARRAY(Integer)),
        bindparam("messages", type_=postgresql.ARRAY(BigInteger)),
    )
    .table_valued(column("draft", Integer), column("message", BigInteger), name="questions")
    .render_derived()
)
_NOTE_QUESTIONS = (
    update(_DRAFTS)
    .where(_DRAFTS.c.id == _QUESTIONS.c.draft)
    .values(question_id=_QUESTIONS.c.message)
)


class AppliedAlreadyError(Exception):
    """Another process has applied the same update meanwhile, or has taken it over: this one's
    change is undone."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update in the inbox: its id there, Telegram's own, its chat's, and when it came. One that
    is left over has to be looked at before it is applied; of others there is the JSON, when it was
    sent by Telegram's clock, and whether it may be the first part of a text that was cut."""

    id: int
    update_id: int
    chat_id: int
    received_at: datetime
    payload: str | None = None
    sent_at: datetime | None = None
    is_cut: bool = False


@dataclass(slots=True)
class Owed:
    """The answers to an update that are not out yet. `questions`, by draft: the messages in
    which the questions of forms stand now. `keeping` is held while they are stored: answers come
    out in several lanes at once, and an older state must not be written over a newer one.
    `is_answered` once all of them are out, `noted` is set once that is stored. `left_over`: it was
    applied before this process came to it, which was at `taken_up`, by the monotonic clock."""

    id: int
    update_id: int
    chat_id: int
    applied_at: datetime
    answers: Responses
    set_aside: bool = False
    left_over: bool = False
    taken_up: float = field(default_factory=monotonic)
    questions: dict[int, int] = field(default_factory=dict)
    keeping: Lock = field(default_factory=Lock)
    is_answered: bool = False
    noted: Event = field(default_factory=Event)


async def waiting_in(session: AsyncSession, chat_id: int) -> Sequence[str]:
    """The JSON of that chat's updates that are not applied yet, the one in hand among them."""
    waiting = (InboxUpdate.answered_at.is_(None), InboxUpdate.applied_at.is_(None))
    query = select(InboxUpdate.payload).where(InboxUpdate.chat_id == chat_id, *waiting)
    return [payload for payload in await session.scalars(query) if payload is not None]


async def unfinished(session: AsyncSession, replica: int | None) -> Sequence[Waiting]:
    """What is not applied or not answered yet and is that replica's, in the order of its
    receipt."""
    columns = (_INBOX.c.id, _INBOX.c.update_id, _INBOX.c.chat_id, _INBOX.c.received_at)
    its_own = _INBOX.c.taken_by.is_not_distinct_from(replica)
    query = select(*columns).where(_INBOX.c.answered_at.is_(None), its_own).order_by(_INBOX.c.id)
    return [Waiting(*row) for row in await session.execute(query)]


async def count_failure(session: AsyncSession, row_id: int) -> int | None:
    """One more try of the update has failed; gives how many, None if another process has done
    with it."""
    counted = await session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.id == row_id)
        .values(tries=InboxUpdate.tries + 1)
        .returning(InboxUpdate.tries)
    )
    return counted.scalar_one_or_none()


async def mark_applied(
    session: AsyncSession, row: Waiting, answers: Responses, now: datetime, replica: int | None
) -> Owed | None:
    """With the change itself. AppliedAlreadyError if another process has been quicker; None if
    nothing is owed, and then the update goes at once."""

    def marked(session: Session) -> int:
        connection, this = session.connection(), {"row": row.id, "replica": replica}
        if not answers:
            return connection.execute(_END_AT_ONCE, this).rowcount
        values = this | {"now": now, "left": stored(answers)}
        return connection.execute(_MARK_APPLIED, values).rowcount

    if await session.run_sync(marked) == 0:
        raise AppliedAlreadyError
    return Owed(row.id, row.update_id, row.chat_id, now, list(answers)) if answers else None


async def keep_what_is_owed(session: AsyncSession, owed: Owed) -> None:
    """After some of the answers are out."""

    def keep(session: Session) -> None:
        connection = session.connection()
        connection.execute(_STORE_ANSWERS, {"row": owed.id, "left": stored(owed.answers)})
        _note_questions(connection, owed.questions)

    await session.run_sync(keep)


async def end(connection: AsyncConnection, answered: Sequence[Owed], now: datetime) -> None:
    """Of updates whose answers are all out, in the order in which they were: they go. One that was
    set aside stays for a developer."""
    await connection.run_sync(_end, answered, now)


def _end(connection: Connection, answered: Sequence[Owed], now: datetime) -> None:
    # In one order everywhere, as the drafts below: two that do it would wait for one another.
    gone = sorted(owed.id for owed in answered if not owed.set_aside)
    kept = sorted(owed.id for owed in answered if owed.set_aside)
    if gone:
        connection.execute(_END, {"rows": gone})
    if kept:
        connection.execute(_END_SET_ASIDE, {"rows": kept, "now": now})
    _note_questions(connection, dict(item for owed in answered for item in owed.questions.items()))


def _note_questions(connection: Connection, questions: Mapping[int, int]) -> None:
    if not questions:
        return
    if connection.dialect.name == "postgresql":
        drafts = sorted(questions)
        values = {"drafts": drafts, "messages": [questions[draft] for draft in drafts]}
        connection.execute(_NOTE_QUESTIONS, values)
    else:
        rows = [{"draft": draft, "message": message} for draft, message in questions.items()]
        connection.execute(_NOTE_QUESTION, rows)


def stored(answers: Responses) -> str:
    return RESPONSES.dump_json(answers, exclude_none=True).decode()


def owed(row: InboxUpdate, answers: Responses) -> Owed:
    """Of an update that is applied."""
    assert row.applied_at is not None
    return Owed(
        id=row.id,
        update_id=row.update_id,
        chat_id=row.chat_id,
        applied_at=row.applied_at,
        answers=list(answers),
        set_aside=row.set_aside_at is not None,
        left_over=True,
    )


async def has_old(session: AsyncSession, now: datetime, surely: datetime) -> bool:
    """Whether there is anything that need not be known any more. What was received is forgotten
    only if it is old at a moment that has `surely` come, whatever the clock says."""
    at_an_end = or_(_RECEIVED.c.update_id == _LOWEST, _RECEIVED.c.update_id == _HIGHEST)
    conditions = (_done_with(now), _is_old(surely) & at_an_end)
    return bool(await session.scalar(select(or_(*(exists().where(each) for each in conditions)))))


async def forget_old(session: AsyncSession, now: datetime, surely: datetime) -> bool:
    """Gives whether there is more of it. Of what was received, the lowest and the highest numbers
    are looked at: they grow, save after a quiet week, so an index by time would only cost."""
    await session.execute(delete(InboxUpdate).where(_done_with(now)))
    for at_an_end in (
        _RECEIVED.c.update_id < _LOWEST + FORGOTTEN_AT_ONCE,
        _RECEIVED.c.update_id > _HIGHEST - FORGOTTEN_AT_ONCE,
    ):
        await session.execute(delete(_RECEIVED).where(_is_old(surely), at_an_end))
    return await has_old(session, now, surely)


def _done_with(now: datetime) -> ColumnElement[bool]:
    answered = and_(InboxUpdate.answered_at.is_not(None), InboxUpdate.set_aside_at.is_(None))
    return or_(answered, InboxUpdate.set_aside_at < now - SET_ASIDE_KEPT)


def _is_old(now: datetime) -> ColumnElement[bool]:
    return _RECEIVED.c.received_at < now - REMEMBERED
