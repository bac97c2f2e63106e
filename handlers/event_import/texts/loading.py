"""What is said when a file's events are loaded, and when they are not."""

from collections.abc import Sequence
from html import escape

from domain.imports.loading import Loaded
from handlers.event_import.texts.preview import fitted
from handlers.event_import.texts.rows import rows_count
from handlers.formatting import events_count, in_quotes

CANCEL = "Отмена"
OPEN_AND_LOAD = "Открыть отчёт и загрузить"
DROPPED = (
    "Файл не загружен, в отчёте ничего не изменилось. Его можно прислать снова в любой момент."
)
GONE = (
    "Этот файл прочитан слишком давно или для другого отчёта. Пришлите его ещё раз: бот проверит "
    "его заново."
)
LOADED_ALREADY = "Этот файл уже загружен"
KEPT_FOR_LATER = "Файл пока не загружен. Когда отчёт можно будет изменить, пришлите его ещё раз."
MEND = "Исправьте их в файле с пометками и пришлите его снова: загруженное второй раз не добавится."
NOTHING_NEW = "Все мероприятия этого файла в отчёте уже есть, ничего не добавлено."


def load_label(events: int) -> str:
    return f"Загрузить {events_count(events)}"


def loaded(done: Loaded) -> str:
    lines = [NOTHING_NEW if done.numbers is None else _loaded(done.events, done.numbers)]
    if done.refused:
        lines.append(f"С ошибками: {rows_count(done.refused)}. {MEND}")
    if done.twins and done.numbers is not None:
        lines.append(f"Уже были: {rows_count(done.twins)}.")
    return fitted([*lines, *done.left_out])


def _loaded(events: int, numbers: tuple[int, int]) -> str:
    return f"Загружено {events_count(events)} ({_numbers(numbers)})."


def _numbers(numbers: tuple[int, int]) -> str:
    first, last = numbers
    return f"№ {first}" if first == last else f"№ {first}–{last}"


def loaded_before(file_name: str, events: int, left_out: Sequence[str]) -> str:
    """`left_out` are lines of HTML."""
    done = f"Файл {in_quotes(file_name, 80)} уже загружен: {events_count(events)}."
    return fitted([done, *left_out])


def loaded_for_region(events: int, numbers: tuple[int, int]) -> str:
    """After «Министерство за ваш регион»."""
    return escape(f"загрузило из файла {events_count(events)} ({_numbers(numbers)}).")
