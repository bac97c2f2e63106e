"""What is said of the template, and of files before they are read."""

from html import escape

from domain.regions.directory import Region
from handlers.formatting import figure

MAKING_TEMPLATE = "Готовлю шаблон…"
TEMPLATE_FAILED = "Не удалось сделать шаблон. Попробуйте ещё раз: /template."
READING = "Читаю файл…"
READING_FAILED = (
    "Не удалось прочитать файл. Ошибка записана, разработчик её увидит. Попробуйте сохранить файл "
    "как .xlsx или .docx и прислать ещё раз. В отчёте ничего не изменилось."
)
GET_TEMPLATE = "Скачать шаблон"
SEND_A_FILE = "Пришлите файл с таблицей: .xlsx, .xls, .ods, .docx или .csv."
NOT_LOADED = "Хорошо, файл не нужен. В отчёте ничего не изменилось."
FROM_ALBUM = "Из нескольких файлов прочитан первый: присылайте их по одному."
CLOSED_NOW = "Файл не прочитан. Когда отчёт снова можно будет изменить, пришлите файл ещё раз."
NO_ACCESS = "Файл не прочитан: доступа к отчёту этого региона у вас больше нет. Начните с /start."
HOW_FOR_ADMINS = (
    "Чтобы внести мероприятия из файла за регион, наберите /template и название региона, а затем "
    "пришлите файл. Сейчас файл не прочитан."
)


def file_name(region: Region, year: int) -> str:
    """Without its ending."""
    return f"{region.name}. Мероприятия Недели качества {year}"


def template_caption(region: Region) -> str:
    return (
        f"<b>{escape(region.name)}</b>. Заполните таблицу, по строке на мероприятие, и пришлите "
        "файл сюда: бот проверит каждую строку и покажет, что получилось.\n"
        "Если таблица у вас уже есть в Excel или Word, пришлите её, шаблон не нужен."
    )


def send_for_region(region: Region) -> str:
    return (
        f"<b>{escape(region.name)}</b>. Пришлите файл с мероприятиями региона: таблицу Excel "
        "(.xlsx, .xls, .ods), Word (.docx) или .csv. Бот проверит каждую строку и покажет, что "
        "получилось."
    )


def progress(rows: int) -> str:
    return f"{READING} Строк: {figure(rows)}."
