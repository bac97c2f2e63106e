"""What is said of files that are no tables, or tables in a format that is not read."""

from domain.refusal import Refusal
from domain.tables.archive import Archive

PDF = (
    "Это PDF, таблицу из него надёжно не прочитать. Пришлите файл, из которого он сделан: "
    "Excel (.xlsx) или Word (.docx)."
)
PICTURE = "Это картинка, а нужна сама таблица. Пришлите её файлом Excel (.xlsx) или Word (.docx)."
OLD_WORD = (
    "Это документ Word старого образца (.doc). Откройте его, выберите «Сохранить как» → «Документ "
    "Word (.docx)» и пришлите новый файл."
)
RTF = (
    "Это документ .rtf. Откройте его в Word, выберите «Сохранить как» → «Документ Word (.docx)» "
    "и пришлите новый файл."
)
WORD_XML = (
    "Это документ Word в формате XML. Откройте его в Word, выберите «Сохранить как» → «Документ "
    "Word (.docx)» и пришлите новый файл."
)
ODT = (
    "Это документ .odt. Откройте его, выберите «Сохранить как» → «Word (.docx)» и пришлите "
    "новый файл."
)
XLSB = (
    "Это двоичная книга Excel (.xlsb). Откройте её, выберите «Сохранить как» → «Книга Excel "
    "(.xlsx)» и пришлите новый файл."
)
PRESENTATION = (
    "Это презентация, а нужна таблица. Пришлите её файлом Excel (.xlsx) или Word (.docx)."
)
ARCHIVE = "Это архив. Распакуйте его и пришлите сам файл с таблицей: .xlsx, .docx, .ods или .csv."
APPLE = (
    "Это файл программы Apple (Numbers или Pages). Выберите в ней «Экспортировать» → Excel (.xlsx) "
    "или Word (.docx) и пришлите полученный файл."
)
SHORTCUT = (
    "Это ярлык, а не сам файл: таблица осталась на компьютере. Найдите файл с таблицей и пришлите "
    "его."
)
WEB_ARCHIVE = (
    "Это веб-страница в одном файле (.mht). Откройте её в Excel, выберите «Сохранить как» → «Книга "
    "Excel (.xlsx)» и пришлите новый файл."
)
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", PDF),
    (b"{\\rtf", RTF),
    (b"\x89PNG", PICTURE),
    (b"\xff\xd8\xff", PICTURE),
    (b"GIF8", PICTURE),
    (b"II*\0", PICTURE),
    (b"MM\0*", PICTURE),
    (b"Rar!", ARCHIVE),
    (b"7z\xbc\xaf", ARCHIVE),
    (b"\x1f\x8b", ARCHIVE),
    (b"BZh", ARCHIVE),
    (b"\xfd7zXZ", ARCHIVE),
    (b"L\0\0\0\x01\x14\x02\0", SHORTCUT),
    (b"MIME-Version:", WEB_ARCHIVE),
)


def refuse_by_beginning(content: bytes) -> None:
    """Raises Refusal if it is one of the formats that hold no table that could be read."""
    for beginning, told in _BEGINNINGS:
        if content.startswith(beginning):
            raise Refusal(told)
    if content[4:8] == b"ftyp" or (content[:4] == b"RIFF" and content[8:12] == b"WEBP"):
        raise Refusal(PICTURE)


def unread_archive(archive: Archive) -> Refusal:
    """What a ZIP archive is that is no table."""
    names = archive.names
    kind = archive.read("mimetype")
    if "xl/workbook.bin" in names:
        return Refusal(XLSB)
    if kind.startswith(b"application/vnd.oasis.opendocument.text"):
        return Refusal(ODT)
    if "ppt/presentation.xml" in names or b"opendocument.presentation" in kind:
        return Refusal(PRESENTATION)
    if any(name.endswith((".iwa", "index.apxl", "index.zip")) for name in names):
        return Refusal(APPLE)
    return Refusal(ARCHIVE)
