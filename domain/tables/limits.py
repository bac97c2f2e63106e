"""How large a file may be that somebody sends, and what is said of one that is larger.

The bounds are far above any region's report. What they do not catch is caught by the bounds of the
process in which files are read (`bot/files/bounded.py`).
"""

from domain.refusal import Refusal
from domain.text.counting import figure

MOST_BYTES = 20 * 1024 * 1024  # of a file; Telegram gives a bot no larger one
MOST_ROWS = 5_000  # events in one file
# Filled rows of all tables: also titles, headings, totals, and sheets that are no report.
MOST_FILLED_ROWS = MOST_ROWS + 1_000
MOST_COLUMNS = 100  # what stands to the right of them is not read
MOST_CELLS = 4_000_000  # of a sheet, with the empty ones between the filled ones
COUNTED_ROWS = 100_000  # where the counting of too many rows ends

TOO_LARGE = (
    "Файл больше 20 МБ, такой бот получить не может. Удалите из него картинки и лишние листы "
    "или разделите таблицу на несколько файлов и пришлите их по одному."
)
TOO_COMPLEX = (
    "Этот файл устроен слишком сложно, прочитать его не удалось. Скопируйте таблицу в новую книгу "
    "Excel или новый документ Word, сохраните его и пришлите."
)
DAMAGED = (
    "Файл повреждён или устроен необычно, прочитать его не удалось. Откройте его на компьютере, "
    "сохраните заново (таблицу Excel – как .xlsx, документ Word – как .docx) и пришлите ещё раз."
)
NO_TABLE = (
    "В файле нет ни одной заполненной таблицы. Проверьте, тот ли это файл и сохранён ли он, "
    "и пришлите его ещё раз."
)


def too_many_rows(filled: int) -> Refusal:
    """`filled` are the rows that have been counted, with titles and headings: all there are, or
    `COUNTED_ROWS`. Said are the thousands that are events in any case."""
    certain = (filled - (MOST_FILLED_ROWS - MOST_ROWS)) // 1_000 * 1_000
    return Refusal(
        f"В файле больше {figure(certain)} строк, а за один раз можно прислать не больше "
        f"{figure(MOST_ROWS)} мероприятий. Разделите таблицу на несколько файлов, в каждом "
        "оставьте заголовки столбцов, и пришлите по одному."
    )
