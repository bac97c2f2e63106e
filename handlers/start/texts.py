"""What /help and /cancel say."""

from collections.abc import Iterable

from handlers.formatting import MAILBOX, contact
from handlers.home import MATERIALS
from handlers.menu import DESK, MenuItem
from models import Person

INPUT_STOPPED = "Ввод остановлен."
NOTHING_TO_CANCEL = "Отменять нечего."


def help_for_coordinator(*, admins: Iterable[Person]) -> str:
    return (
        "<b>Как отчитаться</b>\n"
        "1. «Добавить мероприятие»: бот задаст восемь вопросов и покажет карточку. Нажмите "
        "«Сохранить».\n"
        "2. Так – для каждого мероприятия. Исправить или удалить: «Мои мероприятия».\n"
        "3. Когда внесено всё: «Отчёт региона» → «Сдать отчёт».\n\n"
        "Ответы сохраняются сразу: можно прерваться и продолжить позже.\n"
        "/new – добавить мероприятие\n/events – мои мероприятия\n/report – отчёт региона\n"
        "/cancel – прервать ввод\n\n"
        f"{MATERIALS}\n\nВопросы об отчёте и сроках – {contact(admins)}, о самой Неделе качества – "
        f"{MAILBOX}."
    )


def help_for_admin() -> str:
    sections = [f"<b>{heading}</b>\n" + "\n".join(map(_line, items)) for heading, items in DESK]
    return "\n\n".join([*sections, SENT_BY_ITSELF])


def _line(item: MenuItem) -> str:
    example = f": <code>/{item.command} {item.example}</code>" if item.example else ""
    return f"/{item.command} – {item.description[0].lower()}{item.description[1:]}{example}"


SENT_BY_ITSELF = (
    "Перед сроком бот сам напоминает регионам, которые не сдали отчёт, а после срока присылает "
    "вам список не отчитавшихся."
)
