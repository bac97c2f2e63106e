"""What is said of the template of the regions' letters."""

from datetime import datetime, tzinfo
from html import escape

from domain.papers.placeholders import PLACEHOLDERS, ROW, ROWS
from handlers.formatting import person_name, short_moment
from models import Person

DOWNLOAD = "Скачать шаблон"
USE, KEEP = "Использовать для всех", "Оставить прежний"
ORIGINAL, ORIGINAL_SURE = "Вернуть исходный", "Да, вернуть исходный"
CURRENT = "Действующий шаблон письма. Измените его в Word и пришлите сюда."
MAKING, FAILED = "Готовлю шаблон…", "Не удалось сделать файл. Попробуйте ещё раз: /letter."
CHECKING = "Проверяю шаблон…"
CHECK_FAILED = "Не удалось проверить шаблон. Пришлите его ещё раз: /letter."
SEND_A_FILE = "Пришлите шаблон файлом .docx: «Прикрепить» → «Файл»."
NOT_WORD = "Нужен документ Word с окончанием .docx. Сохраните шаблон в этом формате и пришлите."
CANCELLED = "Шаблон письма не изменён."
GONE = "Этого шаблона больше нет. Откройте /letter и пришлите файл снова."
IN_USE = "Этот шаблон уже действует."
REPLACED = "Этот шаблон уже заменён другим. Действующий: /letter."
IS_ORIGINAL = "Исходный шаблон уже действует."
SURE = (
    "Вернуть исходный шаблон письма? Письма всех регионов снова будут составляться по нему. Ваш "
    "шаблон бот больше не пришлёт: сохраните его файл, если он нужен."
)
CHECKED = "Шаблон в порядке. Ниже – письмо по нему с вымышленными данными: посмотрите его в Word."
ROWS_MISSING = (
    "<b>В шаблоне нет таблицы мероприятий</b> (строка с метками {{ строка.… }}). Если она нужна, "
    "возьмите её из действующего шаблона."
)
REGION_MISSING = "<b>В шаблоне нет ни меток {{ регион }}, ни {{ орган }}.</b>"
SAMPLE = "Образец письма. Использовать этот шаблон для писем всех регионов?"
USED = "Готово. С этого момента письма всех регионов составляются по новому шаблону."
ORIGINAL_USED = "Готово. Письма регионов снова составляются по исходному шаблону."


def screen(by: Person | None, at: datetime | None, zone: tzinfo) -> str:
    """`by` and `at`: who replaced the bot's own template, and when."""
    if by is None or at is None:
        stands = "Действует исходный шаблон."
    else:
        stands = f"Действует шаблон, который прислал администратор {person_name(by)}, "
        stands += f"{short_moment(at, zone)}."
    marks = [f"<code>{{{{ {name} }}}}</code> – {escape(told)}" for name, told in _shown().items()]
    row = ", ".join(f"<code>{{{{ строка.{name} }}}}</code>" for name in ROW)
    return "\n".join(
        [
            "<b>Шаблон письма регионов в министерство</b>",
            f"{stands} По нему бот составляет письмо, которое регион берёт в «Отчёте региона».",
            "",
            f"Чтобы изменить его, скачайте файл («{DOWNLOAD}»), исправьте в Word и <b>пришлите "
            "сюда</b>. Бот проверит его и покажет образец. Метки, на место которых он подставит "
            "данные:",
            *marks,
            "",
            f"В таблице: {row}.",
        ]
    )


def _shown() -> dict[str, str]:
    return {name: told for name, told in PLACEHOLDERS.items() if name != ROWS}


def checked(used: frozenset[str]) -> str:
    """`used` are the placeholders in the template that was sent."""
    lines = [CHECKED]
    if ROWS not in used:
        lines.append(ROWS_MISSING)
    if not used & {"регион", "орган"}:
        lines.append(REGION_MISSING)
    return "\n".join(lines)


def changed_meanwhile(by: Person, at: datetime, zone: tzinfo) -> str:
    return (
        f"За это время шаблон сменил администратор {person_name(by)}, {short_moment(at, zone)}. "
        "Действующий: /letter. Всё равно использовать ваш?"
    )


def told(by: Person, *, original: bool) -> str:
    """To the other admins."""
    what = "вернул исходный шаблон" if original else "заменил шаблон"
    return f"Администратор {person_name(by)} {what} письма регионов. Посмотреть: /letter."
