"""What /help and /cancel say."""

from collections.abc import Iterable

from domain.campaigns.letter import MAILBOX
from handlers import phrases
from handlers.formatting import contact
from handlers.home import FIRST_STEPS, MATERIALS
from handlers.menu import DESK, MenuItem
from handlers.on_behalf import REPORT_FOR_REGION
from models import Person

INPUT_STOPPED = "Ввод прерван."
NOTHING_TO_CANCEL = "Сейчас бот ничего не спрашивает, прерывать нечего."


def help_for_coordinator(*, admins: Iterable[Person]) -> str:
    return (
        "<b>Как отчитаться</b>\n"
        f"1. Нажмите «{phrases.NEW_EVENT}» и ответьте на вопросы. Проверьте карточку и нажмите "
        "«Сохранить».\n"
        "2. Так внесите каждое мероприятие. Исправить или удалить внесённое: "
        f"«{phrases.MY_EVENTS}».\n"
        f"3. Внесли все? Нажмите «{phrases.REGION_REPORT}» → «Сдать отчёт». Если мероприятий не "
        f"было, сообщите об этом там же. Копия отчёта файлом: «{phrases.DOWNLOAD_REPORT}».\n\n"
        "Ответы не теряются: можно прерваться и продолжить позже.\n"
        "/new – добавить мероприятие\n/events – мои мероприятия\n/report – отчёт региона\n"
        "/cancel – прервать ввод\n\n"
        f"{MATERIALS}\n\n"
        f"Вопросы о доступе, сроке и отчёте: напишите {contact(admins)}. Вопросы о самой Неделе "
        f"качества: {MAILBOX}."
    )


def help_for_admin() -> str:
    sections = [f"<b>{heading}</b>\n" + "\n".join(map(_line, items)) for heading, items in DESK]
    steps = f"<b>С чего начать</b>\n{FIRST_STEPS}"
    return "\n\n".join([steps, *sections, WITHOUT_TELEGRAM, SENT_BY_ITSELF])


def _line(item: MenuItem) -> str:
    example = f", например <code>/{item.command} {item.example}</code>" if item.example else ""
    return f"/{item.command} – {item.description[0].lower()}{item.description[1:]}{example}"


WITHOUT_TELEGRAM = (
    "Если регион не может пользоваться Telegram, внесите данные за него: "
    f"<code>/status белгород</code> → «{REPORT_FOR_REGION}»."
)
SENT_BY_ITSELF = (
    "Перед сроком бот сам напоминает регионам, которые не сдали отчёт. После срока он сообщает им, "
    "что сдать можно и с опозданием, а вам присылает список тех, кто не отчитался. "
    "Сообщения координаторов приходят с кнопкой «Ответить»."
)
