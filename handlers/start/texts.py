"""The first screens and the help."""

from collections.abc import Iterable, Sequence

from handlers.formatting import contact
from handlers.home import MATERIALS
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
        f"{MATERIALS}\n\nВопросы: {contact(admins)}."
    )


def help_for_admin(sections: Sequence[tuple[str, Sequence[str]]]) -> str:
    """`sections` are headings with ready lines, a command each."""
    parts = [f"<b>{heading}</b>\n" + "\n".join(lines) for heading, lines in sections]
    return "\n\n".join([*parts, SENT_BY_ITSELF])


def help_line(*, command: str, description: str, example: str | None) -> str:
    shown = f": <code>/{command} {example}</code>" if example else ""
    return f"/{command} – {description[0].lower()}{description[1:]}{shown}"


SENT_BY_ITSELF = (
    "Перед сроком бот сам напоминает регионам, которые не сдали отчёт, а после срока присылает "
    "вам список не отчитавшихся."
)
