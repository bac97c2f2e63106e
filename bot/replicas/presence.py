"""This process among the replicas of the bot on one PostgreSQL.

It holds an advisory lock of its number on a connection of its own. PostgreSQL releases the lock
when the process dies, so whoever is alive can be read from the locks, and no clock is compared.
"""

import asyncio
import math
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import psycopg
import structlog
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

from bot.connections import CONNECT_TIMEOUT, is_sqlite
from bot.replicas.alone import Alone, Post, Replicas

log = structlog.get_logger()

LOOK_EVERY = 2.0  # seconds
# Seconds without its lock before a replica counts as gone. A restart of the server drops everyone,
# and hands nothing over: they are back sooner.
GONE_AFTER = 10.0
RECONNECT_AFTER = 1.0  # seconds
ANYBODY = "replicas"  # the channel on which all are told that something about them has changed

# The first half of the keys of advisory locks; any numbers will do that every replica uses.
_PRESENCE, _POSTS = 8_910_113, 8_910_114

# Both ends notice within 15 seconds that the other's machine is gone. The server is told by
# statements, because a pooler of connections may let no options through.
_CLIENT_KEEPALIVE = {
    "connect_timeout": CONNECT_TIMEOUT,
    "keepalives_idle": 5,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 15_000,  # ms
}
_SERVER_KEEPALIVE = (
    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 2"
)

# Who is alive, who owns what is unfinished in the inbox (minus its id for a row of nobody), and
# which of the posts that are wanted could be had.
_LOOK = """
    SELECT
        ARRAY(
            SELECT objid::bigint FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 2 AND granted AND classid = %(presence)s
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        ),
        ARRAY(SELECT DISTINCT coalesce(taken_by, -id) FROM inbox WHERE answered_at IS NULL),
        ARRAY(
            SELECT post FROM unnest(%(wanted)s::integer[]) AS post
            WHERE pg_try_advisory_lock(%(posts)s, post)
        )
"""


def is_anybody_there(connection: Connection) -> bool:
    """Whether a process of the bot runs on this PostgreSQL."""
    there = connection.execute(
        text(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND granted"
            " AND classid = :presence"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        ),
        {"presence": _PRESENCE},
    )
    return there.first() is not None


@asynccontextmanager
async def joined(url: str) -> AsyncIterator[Replicas]:
    """A place among the replicas, for as long as this lasts. The database is migrated."""
    if is_sqlite(make_url(url)):
        yield Alone()
        return
    presence = Presence(url)
    await presence.join()
    try:
        yield presence
    finally:
        await presence.leave()


def channel_of(number: int) -> str:
    """On which a replica is told that something in the inbox waits for it."""
    return f"replica_{number}"


@dataclass(frozen=True, slots=True)
class _Seen:
    """At one look: the replicas that are alive, whose the unfinished updates are, and the posts
    that this replica has got."""

    alive: frozenset[int]
    owners: frozenset[int]
    posts: frozenset[Post]


@dataclass(slots=True)
class _Holding:
    """A post that this replica wants: whether it has it, and whether it has said that not."""

    held: asyncio.Event = field(default_factory=asyncio.Event)
    lost: asyncio.Event = field(default_factory=asyncio.Event)
    standing_by: bool = False


class Presence:
    def __init__(self, url: str) -> None:
        sqlalchemy_url = make_url(url)
        dialect = sqlalchemy_url.get_dialect()()
        _, self._options = dialect.create_connect_args(sqlalchemy_url)
        self.number = 0
        self.others: frozenset[int] = frozenset()
        self.gone: frozenset[int] = frozenset()
        self._absent_since: dict[int, float] = {}  # by owner and the event loop's clock
        self._posts: dict[Post, _Holding] = {}  # those that are wanted
        self._locked: set[Post] = set()  # those whose lock the connection holds
        self._stirred = asyncio.Event()
        self._called = asyncio.Event()
        self._connection: psycopg.AsyncConnection[Any]
        self._keeping: asyncio.Task[None]

    async def join(self) -> None:
        """If nobody else is there, whatever is unfinished is this replica's. OperationalError if
        the server does not answer."""
        try:
            await self._connect()
            try:
                await self._look_around()
            except BaseException:
                await self._connection.close()
                raise
        except psycopg.Error as error:  # in the form in which all else tells of it
            raise OperationalError("SELECT", {}, error) from error
        self._keeping = asyncio.create_task(self._keep())

    async def _look_around(self) -> None:
        seen = await self._look()
        self._take_in(seen)
        if not self.others:
            self._absent_since = dict.fromkeys(self._absent_since, -math.inf)
            self._take_in(seen)
        await self._tell_all()

    async def leave(self) -> None:
        try:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        finally:
            await self._connection.close()

    async def called(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._called.wait()
        self._called.clear()

    async def lead(self, post: Post, work: Callable[[], Awaitable[None]]) -> None:
        holding = self._posts[post] = _Holding()
        try:
            while True:
                self._stirred.set()
                await holding.held.wait()
                log.info(f"{post.name.lower()}.begun", replica=self.number)
                await _until_lost(holding, work)
        finally:
            del self._posts[post]
            self._stirred.set()

    # ── The connection ───────────────────────────────────────────────────────────────────

    async def _connect(self) -> None:
        options = {**_CLIENT_KEEPALIVE, **self._options}
        connection = await psycopg.AsyncConnection.connect(**options, autocommit=True)
        try:
            await connection.execute(_SERVER_KEEPALIVE)
            if not self.number:
                cursor = await connection.execute("SELECT nextval('replica_numbers')")
                (self.number,) = await cursor.fetchone() or (0,)
            await connection.execute(f"LISTEN {ANYBODY}; LISTEN {channel_of(self.number)}")
            # Where the server has not noticed yet that the former connection is lost, it is that
            # which keeps the lock meanwhile.
            await connection.execute("SELECT pg_advisory_lock(%s, %s)", (_PRESENCE, self.number))
        except BaseException:
            await connection.close()
            raise
        connection.add_notify_handler(self._notified)
        self._connection = connection

    def _notified(self, notification: psycopg.Notify) -> None:
        if notification.channel == channel_of(self.number):
            self._called.set()
        else:
            self._stirred.set()

    async def _tell_all(self) -> None:
        await self._connection.execute("SELECT pg_notify(%s, '')", (ANYBODY,))

    async def _keep(self) -> None:
        while True:
            try:
                while True:
                    self._stirred.clear()
                    self._take_in(await self._look())
                    await self._let_go()
                    await self._wait()
            except Exception as error:
                # Whatever it was, a replica that does not look any more would be deaf.
                bug = not isinstance(error, psycopg.Error | OSError)
                why = _first_line(error)
                log.warning("replica.disconnected", replica=self.number, why=why, exc_info=bug)
            await self._reconnect()

    async def _reconnect(self) -> None:
        self._locked.clear()
        # Who was away before that has had no chance to come back yet.
        self._absent_since.clear()
        self.gone = frozenset()
        for holding in self._posts.values():
            holding.held.clear()
            holding.lost.set()
        await self._connection.close()
        while True:
            await asyncio.sleep(RECONNECT_AFTER)
            try:
                await self._connect()
            except (psycopg.Error, OSError) as error:
                log.debug("replica.still_disconnected", why=_first_line(error))
            else:
                log.info("replica.connected", replica=self.number)
                self._called.set()  # it may have been called meanwhile
                return

    async def _wait(self) -> None:
        """Until somebody wants something, the server says something, or it is time to look."""
        if self._stirred.is_set():
            return
        loop, file = asyncio.get_running_loop(), self._connection.fileno()
        loop.add_reader(file, self._stirred.set)
        try:
            # `wait_for` would lose a cancellation that comes with what it waits for.
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._stirred.wait()
        finally:
            loop.remove_reader(file)

    # ── What is seen ─────────────────────────────────────────────────────────────────────

    async def _look(self) -> _Seen:
        wanted = [post for post in self._posts if post not in self._locked]
        values = {"presence": _PRESENCE, "posts": _POSTS, "wanted": wanted}
        cursor = await self._connection.execute(_LOOK, values)
        alive, owners, posts = await cursor.fetchone() or ((), (), ())
        return _Seen(frozenset(alive), frozenset(owners), frozenset(map(Post, posts)))

    def _take_in(self, seen: _Seen) -> None:
        now = asyncio.get_running_loop().time()
        self.others = seen.alive - {self.number}
        since = self._absent_since
        self._absent_since = {
            owner: since.get(owner, now) for owner in seen.owners - seen.alive - {self.number}
        }
        self.gone = frozenset(
            owner for owner, at in self._absent_since.items() if now - at >= GONE_AFTER
        )
        if self.gone:
            self._called.set()
        self._locked |= seen.posts
        for post, holding in self._posts.items():
            if post in self._locked:
                holding.lost.clear()
                holding.held.set()
            elif not holding.standing_by:
                holding.standing_by = True
                log.info(f"{post.name.lower()}.standing_by", replica=self.number)

    async def _let_go(self) -> None:
        """Of posts that are not wanted any more: another has them at once, and need not wait until
        this process has ended."""
        left = self._locked - self._posts.keys()
        for post in left:
            await self._connection.execute("SELECT pg_advisory_unlock(%s, %s)", (_POSTS, post))
        self._locked -= left
        if left:
            await self._tell_all()


async def _until_lost(holding: _Holding, work: Callable[[], Awaitable[None]]) -> None:
    working = asyncio.ensure_future(work())
    losing = asyncio.create_task(holding.lost.wait())
    try:
        await asyncio.wait((working, losing), return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    finally:
        working.cancel()
        losing.cancel()
        await asyncio.gather(working, losing, return_exceptions=True)


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).partition("\n")[0]
