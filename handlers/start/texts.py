"""What /help and /cancel say."""

from collections.abc import Iterable, Sequence

from domain.campaigns.letter import MAILBOX
from handlers import phrases
from handlers.formatting import contact
from handlers.home import FIRST_STEPS, MATERIALS
from handlers.menu import DESK, MenuItem
from handlers.notifications import people_named
from handlers.on_behalf import REPORT_FOR_REGION
from models import Person

INPUT_STOPPED = "Ввод прерван."
NOTHING_TO_CANCEL = "Сейчас бот ничего не спрашивает, прерывать нечего."


def help_for_coordinator(*, admins: Iterable[Person]) -> str:
    return (
        "<b>Как отчитаться</b>\n"
        f"1. Нажмите «{phrases.NEW_EVENT}» и ответьте на вопросы. Проверьте карточку и нажмите "
        "«Сохранить». Можно и просто прислать текст или переслать пост: бот заполнит карточку "
        "сам.\n"
        f"2. Так внесите каждое мероприятие; похожее на предыдущее – «{phrases.ONE_LIKE_IT}». "
        f"Исправить, удалить или повторить внесённое: «{phrases.MY_EVENTS}».\n"
        "Если список уже есть таблицей в Excel или Word, просто пришлите файл.\n"
        f"3. Внесли все? Нажмите «{phrases.REGION_REPORT}» → «Сдать отчёт». Если мероприятий не "
        f"было, сообщите об этом там же. Отчёт файлом: «{phrases.DOWNLOAD_REPORT}».\n\n"
        "Ответы не теряются: можно прерваться и продолжить позже.\n"
        "/new – добавить мероприятие\n/template – внести мероприятия из файла\n"
        "/events – мои мероприятия\n/report – отчёт региона\n"
        "/colleagues – коллеги: пригласить, кто что внёс\n"
        "/helpers – пригласить помощников: школы и муниципалитеты внесут мероприятия сами, а вы "
        "примете их\n/proposals – предложения помощников\n/cancel – прервать ввод\n\n"
        f"{MATERIALS}\n\n"
        f"Вопросы о доступе, сроке и отчёте: напишите {contact(admins)}. Вопросы о самой Неделе "
        f"качества: {MAILBOX}."
    )


def help_for_helper(*, coordinators: Sequence[Person]) -> str:
    ask = f": {people_named(coordinators)}" if coordinators else ""
    return (
        "<b>Как предложить мероприятие</b>\n"
        f"1. Нажмите «{phrases.NEW_EVENT}» и ответьте на вопросы. Проверьте карточку и нажмите "
        "«Отправить координатору».\n"
        f"2. Так внесите каждое мероприятие своей организации. Что с ними стало: "
        f"«{phrases.MY_PROPOSALS}».\n"
        "3. Координатор региона примет предложение в отчёт, исправит его или вернёт вам с "
        "комментарием: тогда исправьте и отправьте снова. О решении бот сообщит.\n\n"
        "Ответы не теряются: можно прерваться и продолжить позже.\n"
        "/new – добавить мероприятие\n/proposals – мои предложения\n/cancel – прервать ввод\n\n"
        f"{MATERIALS}\n\n"
        f"Вопросы об отчёте – координатору региона{ask}. Вопросы о самой Неделе качества: "
        f"{MAILBOX}."
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
