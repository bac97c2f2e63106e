"""/broadcast: an admin's own message to the regions."""

from domain.mailings.mailings import Audience, Recipients
from handlers.mailings.texts.mailing import addressed, reached

WHOM = "<b>Кому отправить сообщение?</b>"
MESSAGE, CHANGE, GO_ON = "Сообщение", "Изменить", "Продолжить"
WAITS = f"Вы написали сообщение регионам и не отправили его. Оно записано: «{GO_ON}»."
MESSAGE_KEPT = "Сообщение записано. Осталось выбрать получателей."
IS_GONE = "Это сообщение уже отправлено или отменено. Новое: /broadcast."
CANCELLED = "Сообщение не отправлено."
ONLY_A_PREVIEW = "Эта кнопка – для координаторов: их ответы придут администраторам министерства."
KINDS = (
    "Такое сообщение разослать нельзя. Пришлите текст, одну фотографию или один документ, с "
    "подписью или без неё."
)
NO_ALBUMS = (
    "Альбом разослать нельзя. Пришлите одну фотографию или один документ, подпись сохранится."
)
WRITE = (
    "Пришлите сообщение: текст, фотографию или документ. Оформление сохранится. Перед отправкой вы "
    "увидите его таким, каким его получат координаторы."
)
NOBODY = (
    "Отправлять некому. Выберите других получателей или пригласите координаторов: /invitations."
)
SEND_OR_REPLACE = "Отправить? Если сообщение нужно заменить, пришлите другое или исправьте прежнее."
STAYS_FOR_NOW = "Прежнее сообщение остаётся, пока вы не пришлёте другое."


def ask_for_message(audience: Audience | None, *, kept: bool) -> str:
    """`kept`: there is a message already, which another one replaces."""
    parts = (addressed(audience) if audience else "", STAYS_FOR_NOW if kept else "", WRITE)
    return "\n\n".join(part for part in parts if part)


def confirm(audience: Audience, to: Recipients, *, warning: str, named: bool = False) -> str:
    parts = (
        "Выше – сообщение в том виде, в каком его получат координаторы.",
        reached(audience, to, named=named),
        warning,
        SEND_OR_REPLACE if to.people else NOBODY,
    )
    return "\n\n".join(part for part in parts if part)
