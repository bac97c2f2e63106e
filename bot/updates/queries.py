"""The inbox in the database: what is received, in hand, owed and remembered."""

from asyncio import Lock
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Row, and_, delete, insert, null, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.responses import RESPONSES, Responses
from models import Draft, InboxUpdate, ReceivedUpdate

REMEMBERED = timedelta(days=2)
SET_ASIDE_KEPT = timedelta(days=90)

# An update in the inbox: its id there, Telegram's own, its chat's, when it came, and what it says;
# None for one that is left over and has to be looked at before it is applied.
Waiting = Row[int, int, int, datetime, str | None]
_WAITING = (
    InboxUpdate.id,
    InboxUpdate.update_id,
    InboxUpdate.chat_id,
    InboxUpdate.received_at,
)


class AppliedAlreadyError(Exception):
    """Another process has applied the same update meanwhile: this one's change is undone."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An update to be stored; the last three fields are those of a message and of its edits."""

    update_id: int
    chat_id: int
    payload: str
    message_id: int | None = None
    content_digest: int | None = None
    is_edit: bool = False


@dataclass(slots=True)
class Owed:
    """The answers to an update that are not out yet. `questions`, by draft: the messages in
    which the questions of forms stand now. `keeping` is held while they are stored: answers come
    out in several lanes at once, and an older state must not be written over a newer one."""

    id: int
    update_id: int
    chat_id: int
    applied_at: datetime
    answers: Responses
    set_aside: bool = False
    questions: dict[int, int] = field(default_factory=dict)
    keeping: Lock = field(default_factory=Lock)


async def store(
    session: AsyncSession, letters: Sequence[Letter], now: datetime
) -> Sequence[Waiting]:
    """Gives those that are new, in order. An edit that has changed nothing is only remembered."""
    # Two statements, whatever their number, and one more for each edit.
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    remembered = [
        {
            "update_id": letter.update_id,
            "chat_id": letter.chat_id,
            "message_id": letter.message_id,
            "content_digest": letter.content_digest,
            "received_at": now,
        }
        for letter in letters
    ]
    received = set(
        await session.scalars(
            dialect.insert(ReceivedUpdate)
            .values(remembered)
            .on_conflict_do_nothing()
            .returning(ReceivedUpdate.update_id)
        )
    )
    rows = []
    for letter in letters:
        if letter.update_id not in received or await _changes_nothing(session, letter, now):
            continue
        received.discard(letter.update_id)  # it may come twice in a batch
        rows.append(
            {
                "update_id": letter.update_id,
                "chat_id": letter.chat_id,
                "payload": letter.payload,
                "received_at": now,
            }
        )
    if not rows:
        return []
    columns = (*_WAITING, InboxUpdate.payload)
    inserting = insert(InboxUpdate).returning(*columns, sort_by_parameter_order=True)
    return (await session.execute(inserting, rows)).all()


async def _changes_nothing(session: AsyncSession, letter: Letter, now: datetime) -> bool:
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
    return (await session.execute(before)).scalar() == letter.content_digest


async def waiting_in(session: AsyncSession, chat_id: int) -> Sequence[str]:
    """The JSON of that chat's updates that are not applied yet, the one in hand among them."""
    waiting = (InboxUpdate.answered_at.is_(None), InboxUpdate.applied_at.is_(None))
    query = select(InboxUpdate.payload).where(InboxUpdate.chat_id == chat_id, *waiting)
    return [payload for payload in await session.scalars(query) if payload is not None]


async def unfinished(session: AsyncSession) -> Sequence[Waiting]:
    """What is not applied or not answered yet, in the order of its receipt."""
    nothing_yet = null().label(InboxUpdate.payload.key)
    query = select(*_WAITING, nothing_yet).where(InboxUpdate.answered_at.is_(None))
    return (await session.execute(query.order_by(InboxUpdate.id))).all()


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
    session: AsyncSession, row: Waiting, answers: Responses, now: datetime
) -> Owed | None:
    """With the change itself. AppliedAlreadyError if another process has been quicker; None if
    nothing is owed, and then the update goes at once."""
    own = (InboxUpdate.id == row.id, InboxUpdate.applied_at.is_(None))
    if answers:
        values = {"applied_at": now, "answers": stored(answers)}
        marking = update(InboxUpdate).where(*own).values(values).returning(InboxUpdate.id)
        done = await session.scalars(marking)
    else:
        done = await session.scalars(delete(InboxUpdate).where(*own).returning(InboxUpdate.id))
    if done.one_or_none() is None:
        raise AppliedAlreadyError
    return Owed(row.id, row.update_id, row.chat_id, now, list(answers)) if answers else None


async def keep_what_is_owed(session: AsyncSession, owed: Owed, now: datetime) -> None:
    """After some or all of the answers are out. With the last of them the update goes; one that
    was set aside stays for a developer."""
    row = InboxUpdate.id == owed.id
    if owed.answers:
        await session.execute(update(InboxUpdate).where(row).values(answers=stored(owed.answers)))
    elif owed.set_aside:
        await session.execute(update(InboxUpdate).where(row).values(answers=None, answered_at=now))
    else:
        await session.execute(delete(InboxUpdate).where(row))
    for draft_id, message_id in owed.questions.items():
        await session.execute(
            update(Draft).where(Draft.id == draft_id).values(question_id=message_id)
        )


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
    )


async def forget_old(session: AsyncSession, now: datetime) -> None:
    """Drop what need not be known any more."""
    done_with = and_(InboxUpdate.answered_at.is_not(None), InboxUpdate.set_aside_at.is_(None))
    too_old = InboxUpdate.set_aside_at < now - SET_ASIDE_KEPT
    await session.execute(delete(InboxUpdate).where(or_(done_with, too_old)))
    await session.execute(
        delete(ReceivedUpdate).where(ReceivedUpdate.received_at < now - REMEMBERED)
    )
