"""Files that people send: which of them may hold a table, and what is said of one that does not
arrive."""

from pathlib import PurePath

from aiogram.enums import ContentType
from aiogram.filters import Filter
from aiogram.types import Message

NOT_GIVEN = "Telegram не отдал файл. Прикрепите его заново и пришлите ещё раз."
NOT_DOWNLOADED = (
    "Не удалось скачать файл из Telegram: связь прерывается. Пришлите его ещё раз через несколько "
    "минут."
)

# What people keep tables in, also what they have to be told to save as something else.
_TABLES = frozenset(
    f".{ending}"
    for endings in (
        ("xlsx", "xlsm", "xltx", "xlsb", "xls", "ods", "fods", "csv", "tsv", "numbers"),
        ("docx", "docm", "doc", "odt", "rtf", "txt", "pages"),
        ("zip", "rar", "7z"),
    )
    for ending in endings
)


class TableFile(Filter):
    """A file that may hold a table, by its name."""

    async def __call__(self, message: Message) -> bool:
        return is_table_file(message)


def is_table_file(message: Message) -> bool:
    """An animation, which Telegram calls a document, too, is none."""
    name = message.document.file_name if message.document else None
    if message.content_type != ContentType.DOCUMENT or name is None:
        return False
    return PurePath(name).suffix.casefold() in _TABLES
