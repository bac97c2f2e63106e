"""The preview of a file: what can be loaded, what cannot and why, what was guessed."""

from collections.abc import Iterable, Iterator, Sequence

from domain.event_import.result import EventsRead
from domain.imports.checked import CheckedFile
from handlers.event_import.texts.left_out import refused_table, there_already, to_mend
from handlers.event_import.texts.rows import SHOWN, Rows
from handlers.event_import.texts.unsure import doubts, guesses
from handlers.formatting import figure, in_quotes, listed, shortened

LIMIT = 3900  # of the 4096 characters of a message: a heading may be put above
MARKED_CAPTION = (
    "Ваш файл с пометками: что исправить, написано в последнем столбце. Исправьте и пришлите его "
    "сюда снова: то, что уже загружено, второй раз не добавится."
)
CAPTION_LEFT_OUT = "Бот прочитал только файл. Текст рядом с ним никуда не записан."
MEND_ALL = "Загружать пока нечего. Исправьте отмеченные строки в файле выше и пришлите его снова."
NOTHING_NEW = "Все мероприятия файла в отчёте уже есть, загружать нечего."
NOTHING_FOUND = (
    "Мероприятий в файле не нашлось. Нужна таблица, в которой над столбцами написано, что в них: "
    "«Проведенное мероприятие», «Место проведения», «Количество проведений», «Количество "
    "участников». Такой шаблон пришлёт /template."
)
NOT_SAVED_YET = "Пока ничего не сохранено."
LOAD_AND_MEND = (
    "Верные строки можно загрузить сейчас, а остальные исправить в файле с пометками и прислать "
    "его снова."
)


def preview(file_name: str, checked: CheckedFile, note: str = "") -> str:
    """HTML, within one message; `note` is said last."""
    read = checked.read
    head = [f"<b>Файл {in_quotes(shortened(file_name, 80))}</b>"]
    if not read.rows:
        refused = [refused_table(each, read) for each in read.tables if each.refused]
        return fitted([*head, *(refused or [NOTHING_FOUND])])
    rows = Rows(read)
    head += _counts(checked, rows)
    unsure = [*guesses(checked.new.guessed, rows), *doubts(checked.new, rows)]
    body = [*to_mend(read, rows), *unsure, *_not_taken(read)]
    return fitted([*head, *body], end=f"{_what_now(checked)} {note}".strip())


def _counts(checked: CheckedFile, rows: Rows) -> Iterator[str]:
    read = checked.read
    yield f"Мероприятий в файле: {figure(read.rows)}. Можно загрузить: {figure(checked.new.count)}."
    yield from there_already(checked, rows)
    if read.refused_rows:
        yield f"С ошибками: {figure(read.refused_rows)}."


def _not_taken(read: EventsRead) -> Iterator[str]:
    columns = [name for each in read.tables if each.is_report for name in each.not_taken]
    columns = [shortened(" ".join(name.split()), 40) for name in dict.fromkeys(columns)]
    if columns:
        yield f"\nВ отчёт не входят столбцы: {_quoted(columns)}."
    if read.skipped:
        yield f"\nНе похожи на отчёт и пропущены листы: {_quoted(read.skipped)}."


def _quoted(names: Iterable[str]) -> str:
    quoted = [f"«{shortened(name, 40)}»" for name in names]
    return listed(quoted, SHOWN)


def _what_now(checked: CheckedFile) -> str:
    if checked.new.count:
        return f"{NOT_SAVED_YET} {LOAD_AND_MEND}" if checked.read.refused_rows else NOT_SAVED_YET
    return MEND_ALL if checked.read.refused_rows else NOTHING_NEW


def fitted(lines: Sequence[str], end: str = "") -> str:
    """As many of the lines as fit, and the end."""
    left, taken = LIMIT - len(end), list[str]()
    for line in lines:
        left -= len(line) + 1
        if left < 0:
            taken.append("…")
            break
        taken.append(line)
    return "\n".join([*taken, *([f"\n{end}"] if end else [])])
