"""What is said of the rows of a file that are not loaded."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from html import escape

from domain.event_import.result import EventsRead, RefusedRow, TableRead
from domain.imports.checked import CheckedFile
from handlers import phrases
from handlers.event_import.texts.rows import SHOWN, Rows, called, rows_count
from handlers.formatting import capital, figure, in_quotes, listed, shortened

REASONS_SHOWN = 10
FLAWS_OF_ROW = 2
DIFFERING = (
    "{} – то же мероприятие, но числа или ссылки другие, и они не загрузятся: сложите их в одной "
    "строке, а если это другое мероприятие, уточните название или место."
)

NOT_CHANGED = (
    "Другие числа или ссылки, чем в отчёте: № {}. Загрузка файла их не изменит: откройте "
    f"мероприятие через «{phrases.MY_EVENTS}» и исправьте его там."
)


def left_out(checked: CheckedFile) -> list[str]:
    """Which rows, and why; lines of HTML."""
    rows = Rows(checked.read)
    return [*there_already(checked, rows), *to_mend(checked.read, rows)]


def there_already(checked: CheckedFile, rows: Rows) -> Iterator[str]:
    if checked.in_report:
        numbers = sorted({each.number for each in checked.in_report})
        shown = listed([str(each) for each in numbers], SHOWN)
        yield f"Уже есть в отчёте: {figure(len(checked.in_report))} (№ {shown})."
    if changed := sorted({each.number for each in checked.in_report if each.differs}):
        yield NOT_CHANGED.format(listed([str(each) for each in changed], SHOWN))
    if twins := checked.read.twins:
        places = [each.place for each in twins]
        yield f"Повторяются в самом файле: {figure(len(twins))} ({rows.named(places)})."
    if differing := [each.place for each in checked.read.twins if each.differs]:
        yield DIFFERING.format(capital(rows.named(differing)))


def to_mend(read: EventsRead, rows: Rows) -> Iterator[str]:
    """What is wrong with several rows is said once."""
    tables = [each for each in read.tables if each.refused]
    if not read.refused and not tables:
        return
    yield "\n<b>Что исправить</b>"
    yield from (refused_table(each, read) for each in tables)
    reasons = _by_reason(read.refused)
    for alike in reasons[:REASONS_SHOWN]:
        yield f"• {rows.refused(alike)} – {_flaws_of(alike)}"
    if left := sum(map(len, reasons[REASONS_SHOWN:])):
        yield f"И ещё {rows_count(left)}: все – в файле с пометками."


def refused_table(table: TableRead, read: EventsRead) -> str:
    where = f"лист {in_quotes(table.name, 40)}: " if len(read.tables) > 1 else ""
    return f"• {where}{escape(table.refused or '')}"


def _by_reason(refused: Sequence[RefusedRow]) -> list[list[RefusedRow]]:
    alike: defaultdict[tuple[tuple[str, str], ...], list[RefusedRow]] = defaultdict(list)
    for row in refused:
        alike[tuple((flaw.heading, flaw.sentence) for flaw in row.flaws)].append(row)
    return list(alike.values())


def _flaws_of(alike: Sequence[RefusedRow]) -> str:
    """Of rows with the same ones."""
    flaws = alike[0].flaws
    shown = " ".join(_flaw(alike, at) for at in range(len(flaws[:FLAWS_OF_ROW])))
    more = len(flaws) - FLAWS_OF_ROW
    return f"{shown} И ещё ошибок: {figure(more)}." if more > 0 else shown


def _flaw(alike: Sequence[RefusedRow], at: int) -> str:
    flaw = alike[0].flaws[at]
    written = list(dict.fromkeys(row.flaws[at].written for row in alike if row.flaws[at].written))
    shown = f" ({called(written)})" if written else ""
    return f"{in_quotes(flaw.heading, 40)}{shown}: {escape(shortened(flaw.sentence, 160))}"
