"""Erasing personal data."""

from html import escape

from domain.people.redaction import NAMELESS
from handlers.formatting import person_name, region_of
from models import Person

ERASE, ERASE_SURE, KEEP = "Удалить персональные данные", "Да, удалить навсегда", "Не удалять"
NOBODY_TO_ERASE = "Этого человека в боте уже нет: его данные удалены."
ERASED = (
    "Персональные данные удалены, доступ закрыт. Внесённые мероприятия остались, автором в них "
    f"указано «{NAMELESS}». В этом чате имя могло остаться в прежних сообщениях бота."
)
YOU_ARE_ERASED = (
    "Доступ к боту Недели качества закрыт, ваши имя и Telegram ID из него удалены. Внесённые вами "
    "мероприятия остались в отчёте региона без указания автора. Если вы напишете боту снова, он "
    "встретит вас как нового человека."
)


def confirm(person: Person) -> str:
    where = f" ({escape(region_of(person))})" if person.region_code else ""
    return (
        f"{person_name(person)}{where}\n\n"
        "Удалить персональные данные этого человека? Имя, @имя, Telegram ID, должность и орган "
        "власти исчезнут отовсюду, в том числе из истории. Удалятся и слова этого человека: "
        "сообщения, причины, комментарии. Доступ закроется, черновики удалятся, мероприятия "
        "региона останутся. Вернуть данные будет нельзя."
    )


def admin_stays(person: Person, *, by_settings: bool) -> str:
    how = (
        "его назначили в настройках бота (ADMIN_IDS), и сначала его должен убрать оттуда тот, кто "
        "обслуживает бота на сервере"
        if by_settings
        else "сначала снимите с него права: /admins"
    )
    return f"{person_name(person)} – администратор, его данные нельзя удалить: {how}."
