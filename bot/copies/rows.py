"""All rows of the database, carried from one kind of database into the other and compared."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Row,
    String,
    Table,
    bindparam,
    collate,
    func,
    insert,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import DataError, IntegrityError

from bot.errors import CannotRunError
from models import Base

AT_ONCE = 500  # rows

OnRows = Callable[[int], None]  # takes the number of rows that are done


def tables() -> Sequence[Table]:
    """In the order in which they refer to one another."""
    return Base.metadata.sorted_tables


def copy_rows(source: Connection, target: Connection, on_rows: OnRows) -> int:
    """All rows, into empty tables of the same revision; gives their number. CannotRunError for
    a value that the other database does not take."""
    done = 0
    for table in tables():
        try:
            for rows in _rows(source, table):
                _insert(target, table, rows)
                done += len(rows)
                on_rows(done)
            _refer_within(source, target, table)
        except (DataError, IntegrityError, LookupError) as error:
            reason = str(getattr(error, "orig", error)).partition("\n")[0]
            raise CannotRunError(
                f"A row of the table {table.name} is not taken: {reason}."
            ) from error
    return done


def compare_rows(source: Connection, target: Connection) -> None:
    """Raises CannotRunError for the first table that does not hold the same rows in both."""
    for table in tables():
        for here, there in zip_longest(_rows(source, table), _rows(target, table), fillvalue=()):
            if here != there:
                raise CannotRunError(f"The table {table.name} has not arrived as it was.")


def is_empty(connection: Connection) -> bool:
    """Whether nothing was ever kept here. There may be no tables at all."""
    there = set(inspect(connection).get_table_names())
    return not any(
        connection.execute(select(1).select_from(table).limit(1)).first()
        for table in tables()
        if table.name in there
    )


def clear(connection: Connection) -> None:
    """Of PostgreSQL's tables, all rows. Whoever else looks waits until that is committed."""
    names = ", ".join(table.name for table in tables())
    connection.execute(text(f"TRUNCATE {names}"))


# ── Ids that are never given twice ───────────────────────────────────────────────────────


def highest_ids(connection: Connection) -> dict[str, int]:
    """By table, the highest id that was ever given, as far as the database remembers."""
    found = {}
    for table in tables():
        column = table.autoincrement_column
        if column is not None:
            found[table.name] = connection.scalar(select(func.max(column))) or 0
    for name, given in _given(connection).items():
        found[name] = max(found[name], given)
    return found


def go_on_after(connection: Connection, ids: Mapping[str, int]) -> None:
    """The next row of such a table gets a higher id."""
    if connection.dialect.name == "postgresql":
        # A sequence cannot stand before its first number.
        set_it = text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :id)")
        parameters = [{"table": name, "id": highest} for name, highest in ids.items() if highest]
        for each in parameters:
            connection.execute(set_it, each)
        return
    kept = [table.name for table in tables() if table.dialect_options["sqlite"]["autoincrement"]]
    for name in kept:
        values = {"table": name, "id": ids[name]}
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), values)
        connection.execute(text("INSERT INTO sqlite_sequence VALUES (:table, :id)"), values)


def _given(connection: Connection) -> dict[str, int]:
    if connection.dialect.name == "sqlite":
        rows = connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
    else:
        rows = connection.execute(
            text(
                "SELECT owner.relname, sequence.last_value FROM pg_sequences AS sequence"
                " JOIN pg_depend AS depend"
                " ON depend.objid = format('%I.%I', schemaname, sequencename)::regclass"
                " AND depend.deptype = 'a' AND depend.classid = 'pg_class'::regclass"
                " JOIN pg_class AS owner ON owner.oid = depend.refobjid"
                " WHERE sequence.last_value IS NOT NULL"
            )
        )
    known = {table.name for table in tables()}
    return {name: given for name, given in rows if name in known}


# ── Rows ─────────────────────────────────────────────────────────────────────────────────


def _rows(connection: Connection, table: Table) -> Iterator[Sequence[Row[Any]]]:
    """In the same order in both kinds of database, so many at once."""
    keys = [_in_bytes(connection, column) for column in table.primary_key]
    query = select(table).order_by(*keys).execution_options(yield_per=AT_ONCE)
    yield from connection.execute(query).partitions()


def _in_bytes(connection: Connection, column: Column[Any]) -> Any:
    # SQLite orders texts by their bytes, PostgreSQL by the rules of a language.
    ordered_by_language = connection.dialect.name == "postgresql"
    is_text = isinstance(column.type, String)
    return collate(column, "C") if ordered_by_language and is_text else column


def _insert(target: Connection, table: Table, rows: Sequence[Row[Any]]) -> None:
    later = dict.fromkeys((column.name for column in _within(table)), None)
    target.execute(insert(table), [{**row._mapping, **later} for row in rows])


def _refer_within(source: Connection, target: Connection, table: Table) -> None:
    """References to rows of the same table, when all of them are there."""
    for column in _within(table):
        (key,) = table.primary_key
        query = select(key.label("row"), column.label("to")).where(column.is_not(None))
        refer = update(table).where(key == bindparam("row")).values({column: bindparam("to")})
        found = [dict(row) for row in source.execute(query).mappings()]
        if found:
            target.execute(refer, found)


def _within(table: Table) -> list[Column[Any]]:
    return [key.parent for key in table.foreign_keys if key.column.table is table]
