"""What is to be reached, and where to go on if it is not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """`bound` is the least or (`at_most`) the most that counts as reached."""

    key: str
    words: str
    bound: float
    next_idea: str
    at_most: bool = True

    def is_reached(self, value: float) -> bool:
        return value <= self.bound if self.at_most else value >= self.bound

    @property
    def bound_in_words(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.bound:g}"


_IMPORTS = "imports at the start that only files need: they can wait for the first file."

TARGETS: tuple[Target, ...] = (
    Target(
        "sqlite_of_echo",
        "durable form, 100 people at once, SQLite: answers a second / aiogram's bare echo",
        0.30,
        "the ORM where the profile shows it: rows and plain statements instead.",
        at_most=False,
    ),
    Target(
        "postgresql_of_echo",
        "the same on PostgreSQL",
        0.20,
        "round trips and commits: psycopg's pipeline for the statements of a transaction, and "
        "several chats' updates in one commit.",
        at_most=False,
    ),
    Target(
        "sqlite_of_memory_form",
        "the same on SQLite / python-telegram-bot's form in memory",
        1.3,
        "as for the echo.",
        at_most=False,
    ),
    Target(
        "tail",
        "p99 / p50 of the waits, 100 people at once, SQLite",
        3,
        "in which order the updates of a batch get their turn.",
    ),
    Target(
        "alone_of_echo",
        "one person alone, time of an answer / bare echo",
        3,
        "what is done one after the other between an update and its answer: storing, applying.",
    ),
    Target(
        "statements",
        "statements for a typed answer, 50 people at once",
        5,
        "what is asked again for each update of a batch could be asked once for all of them.",
    ),
    Target(
        "transactions",
        "transactions for a typed answer, 50 people at once",
        2,
        "closing marks of several updates in one, and the next receipt with them.",
    ),
    Target(
        "statements_alone",
        "statements for a typed answer, one person alone",
        5,
        "one read that brings all of the context, one write for each table.",
    ),
    Target(
        "transactions_alone",
        "transactions for a typed answer, one person alone",
        2,
        "the closing mark waits for the next receipt.",
    ),
    Target(
        "export_of_openpyxl",
        "merged workbook of 100,000 events / bare openpyxl, write-only, unstyled: CPU",
        0.6,
        "what a cell costs by itself: links that are parsed, heights that are reckoned.",
    ),
    Target(
        "export_memory",
        "peak memory of it, 1,000 → 100,000 events, MB more",
        10,
        "the checks hold all events at once: region by region they need not.",
    ),
    Target(
        "beside_export",
        "p99 of other people's waits while it is made / without",
        2,
        "a still lower priority of the process that makes files.",
    ),
    Target(
        "import_of_bare",
        "a file of 5,000 lessons into a report, SQLite / calamine and bare inserts: CPU",
        3,
        "what a cell costs by itself.",
    ),
    Target(
        "import_of_bare_postgresql",
        "the same on PostgreSQL, with what its server does: seconds",
        3,
        "as on SQLite.",
    ),
    Target("start_of_echo", "start to the first getUpdates / bare aiogram", 1.25, _IMPORTS),
    Target("memory_of_echo", "resident memory after some answers / bare aiogram", 1.3, _IMPORTS),
    Target(
        "reminders_of_allowed",
        "reminders a second / the 30 that the server allows",
        0.95,
        "the overall pace nearer to the ceiling, and claims that do not wait for the last message.",
        at_most=False,
    ),
    Target("refused_reminders", "reminders refused with 429", 0, "a slower pace."),
    Target(
        "idle_tick",
        "one look of all jobs that finds nothing to do, ms of CPU",
        5,
        "one read for all jobs, or a look only when something can be due.",
    ),
    Target(
        "idle_locks",
        "days, of a quiet one and one of reminders, on which it waits for SQLite's write lock",
        0,
        "look in a reading session, and write only what was found.",
    ),
    Target(
        "volume_cpu",
        "CPU of an answer, 1,000,000 events stored / 1,000",
        1.1,
        "the plans of the statements: one of them reads more rows than it gives.",
    ),
    Target(
        "volume_statements",
        "statements of an answer, 1,000,000 events stored / 1,000",
        1.1,
        "as for its CPU.",
    ),
)
