"""A coordinator's answer to the ministry."""

from datetime import datetime, tzinfo
from html import escape

from domain.mailings.mailings import beginning
from domain.regions.directory import Region
from handlers.formatting import figure, person_name, shortened
from handlers.mailings.texts.mailing import TITLES, day_and_time
from models import Mailing, Person

IS_GONE = "На это сообщение ответить нельзя. Напишите по контактам из справки: /help."
ASKED_ALREADY = "Напишите ответ обычным сообщением."
ONLY_TEXT = "Передать можно только текст. Напишите ответ словами."
PASSED_ON = "Передано администраторам министерства."
PICTURE_LEFT = "Картинка или файл не переданы: министерство получит только текст."
CANCELLED = "Ответ не отправлен."
TO_WHAT = "На что"
CANCELLED_ALREADY = "Этот ответ уже передан или отменён."


def ask(mailing: Mailing | None, *, limit: int) -> str:
    words = beginning(mailing.content) if mailing else ""
    on = f" на сообщение «{escape(shortened(words, 80))}»" if words else ""
    return (
        f"<b>Ответ министерству</b>{on}.\nНапишите его одним сообщением, до {figure(limit)} "
        "знаков: его получат все администраторы."
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
        quoted = f" «{escape(shortened(words, 150))}»" if words else ""
        when = day_and_time(mailing.created_at, now=now, zone=zone)
        on = f"\n<i>{TO_WHAT}: {TITLES[mailing.kind].lower()}{quoted}, {when}.</i>"
    return f"<b>{escape(region.name)}</b>, {person_name(by)}:\n{escape(line)}{on}"
