"""/broadcast: an admin's own message to the regions."""

from html import escape

from domain.mailings.mailings import Audience, Recipients
from handlers.formatting import with_note
from handlers.mailings.texts.mailing import audience_name, reached

WHOM = "<b>Кому отправить сообщение?</b>"
CHANGE = "Изменить"
MESSAGE_KEPT = "Сообщение записано."
IS_GONE = "Это сообщение уже отправлено или отменено. Новое: /broadcast."
CANCELLED = "Сообщение не отправлено."
MOVED_ON = "Сообщение или получатели изменились. Вот что сейчас."
ONLY_A_PREVIEW = "Так эту кнопку увидят координаторы: ответ придёт администраторам министерства."
KINDS = (
    "Так отправить нельзя: координаторы получат только текст, одну фотографию или один документ "
    "(с подписью или без). Пришлите что-нибудь из этого."
)
NO_ALBUMS = (
    "Альбом отправить нельзя: пришлите одну фотографию или один документ, подпись сохранится."
)
CORRECTED = "Учтено исправленное сообщение."


STAYS_FOR_NOW = (
    "Прежнее сообщение остаётся, пока вы не пришлёте другое; вернуться к нему: /broadcast."
)


def chosen(audience: Audience) -> str:
    return f"<b>Кому</b>: {escape(audience_name(audience))}."


def ask_for_message(audience: Audience, *, note: str = "") -> str:
    return with_note(
        note,
        f"{chosen(audience)}\n\n"
        "Пришлите сообщение: текст, фотографию или документ. Оформление сохранится. Перед "
        "отправкой вы увидите его таким, каким его получат координаторы.",
    )


def confirm(audience: Audience, to: Recipients, *, warning: str, note: str = "") -> str:
    parts = [
        "Выше – сообщение, каким его получат координаторы.\n" + reached(audience, to),
        warning,
        "Отправить? Чтобы заменить сообщение, пришлите другое или исправьте своё."
        if to.people
        else "Отправлять некому: выберите других получателей или пригласите: /invite.",
    ]
    return with_note(note, "\n\n".join(part for part in parts if part))
