"""A coordinator's answer to the ministry."""

from datetime import datetime, tzinfo
from html import escape

from domain.mailings.mailings import beginning
from domain.regions.directory import Region
from handlers.formatting import figure, person_name, quoted, shortened
from handlers.mailings.texts.mailing import TITLES, day_and_time
from models import Mailing, Person

IS_GONE = "Ответить на это сообщение уже нельзя. Как связаться с министерством: /help."
ASKED_ALREADY = "Бот уже ждёт ваш ответ: напишите его обычным сообщением."
ONLY_TEXT = "Передать можно только текст. Напишите ответ словами."
PASSED_ON = "Ответ передан администраторам министерства."
PICTURE_LEFT = "Картинку и файл бот не передаёт: министерство получит только текст."
CANCELLED = "Ответ не отправлен."
TO_WHAT = "В ответ на"
CANCELLED_ALREADY = "Этот ответ уже передан или отменён."


def ask(mailing: Mailing | None, *, limit: int) -> str:
    words = beginning(mailing.content) if mailing else ""
    on = f" на сообщение:\n{quoted(shortened(words, 80))}\n" if words else "\n"
    return (
        f"<b>Ответ министерству</b>{on}Напишите ответ одним сообщением, до {figure(limit)} знаков. "
        "Его получат все администраторы министерства."
    )


def answer(
    line: str,
    *,
    by: Person,
    region: Region,
    mailing: Mailing | None,
    now: datetime,
    zone: tzinfo,
) -> str:
    """For the admins: who, of which region, to what."""
    on = ""
    if mailing is not None:
        words = beginning(mailing.content)
        when = day_and_time(mailing.created_at, now=now, zone=zone)
        end = f":</i>\n{quoted(shortened(words, 150))}" if words else ".</i>"
        on = f"\n\n<i>{TO_WHAT} {TITLES[mailing.kind].lower()}, отправленное {when}{end}"
    return f"<b>{escape(region.name)}</b>, {person_name(by)}:\n{escape(line)}{on}"
