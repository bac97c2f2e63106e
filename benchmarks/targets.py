"""What is to be reached, and where to go on if it is not."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """`bound` is the least or (`at_most`) the most that counts as reached."""

    key: str
    words: str
    bound: float
    at_most: bool = True
    next_idea: str = ""

    def is_reached(self, value: float) -> bool:
        return value <= self.bound if self.at_most else value >= self.bound

    @property
    def bound_in_words(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.bound:g}"


_HOPS = (
    "A statement costs a thread's hop and SQLAlchemy's compilation: fewer statements, or several "
    "updates' in one transaction on the driver's own thread."
)
_CALLS = (
    "Half of an answer is aiogram's reading of the update and its call to Telegram: update and "
    "answer could be read and written without building models of them."
)

TARGETS: tuple[Target, ...] = (
    Target(
        "sqlite_of_echo",
        "durable form, 100 people at once, SQLite: answers a second / aiogram's bare echo",
        0.30,
        at_most=False,
        next_idea=_HOPS,
    ),
    Target(
        "postgresql_of_echo",
        "the same on PostgreSQL",
        0.20,
        at_most=False,
        next_idea="Round trips: pipeline mode of psycopg for the statements of one transaction.",
    ),
    Target(
        "sqlite_of_memory_form",
        "the same on SQLite / python-telegram-bot's form in memory",
        1.3,
        at_most=False,
        next_idea=_HOPS,
    ),
    Target(
        "tail",
        "p99 / p50 of the waits, 100 people at once, SQLite",
        3,
        next_idea="Who waits longest: order of the lanes when a batch of updates comes in.",
    ),
    Target(
        "alone_of_echo",
        "one person alone, time of an answer / bare echo",
        3,
        next_idea=_CALLS,
    ),
    Target("statements", "statements for a typed answer, 50 people at once", 5, next_idea=_HOPS),
    Target("transactions", "transactions for a typed answer, 50 people at once", 2),
    Target("statements_alone", "statements for a typed answer, one person alone", 5),
    Target("transactions_alone", "transactions for a typed answer, one person alone", 2),
    Target(
        "export_of_openpyxl",
        "merged workbook of 100,000 events / bare openpyxl, write-only, unstyled: CPU",
        0.6,
        next_idea="Cells as text: what is left is reading the rows and compressing the sheet.",
    ),
    Target("export_memory", "peak memory of it, 1,000 → 100,000 events, MB more", 10),
    Target(
        "beside_export",
        "p99 of other people's waits while it is made / without",
        2,
        next_idea="The export in a process of its own, at a low priority: no share of the GIL.",
    ),
    Target("start_of_echo", "start to the first getUpdates / bare aiogram", 1.25),
    Target("memory_of_echo", "resident memory after some answers / bare aiogram", 1.3),
    Target(
        "reminders_of_allowed",
        "reminders a second / the 30 that the server allows",
        0.95,
        at_most=False,
    ),
    Target("refused_reminders", "reminders refused with 429", 0),
    Target("idle_tick", "one look of all jobs that finds nothing to do, ms of CPU", 5),
    Target("idle_locks", "write locks taken by it", 0),
    Target("volume_cpu", "CPU of an answer, 1,000,000 events stored / 1,000", 1.1),
    Target("volume_statements", "statements of an answer, 1,000,000 events stored / 1,000", 1.1),
)
