"""/broadcast: an admin's own message to the regions."""

from domain.mailings.mailings import Audience, Recipients
from handlers.mailings.texts.mailing import addressed, reached

WHOM = "<b>Кому отправить сообщение?</b>"
MESSAGE, CHANGE = "Сообщение", "Изменить"
MESSAGE_KEPT = "Сообщение записано."
IS_GONE = "Это сообщение уже отправлено или отменено. Новое: /broadcast."
CANCELLED = "Сообщение не отправлено."
ONLY_A_PREVIEW = "Так эту кнопку увидят координаторы: ответ придёт администраторам министерства."
KINDS = (
    "Так отправить нельзя: координаторы получат только текст, одну фотографию или один документ "
    "(с подписью или без). Пришлите что-нибудь из этого."
)
NO_ALBUMS = (
    "Альбом отправить нельзя: пришлите одну фотографию или один документ, подпись сохранится."
)
WRITE = (
    "Пришлите сообщение: текст, фотографию или документ. Оформление сохранится. Перед отправкой вы "
    "увидите его таким, каким его получат координаторы."
)
NOBODY = "Отправлять некому: выберите других получателей или пригласите: /invite."
SEND_OR_REPLACE = "Отправить? Чтобы заменить сообщение, пришлите другое или исправьте своё."
STAYS_FOR_NOW = "Прежнее сообщение остаётся, пока вы не пришлёте другое."


def ask_for_message(audience: Audience | None, *, kept: bool) -> str:
    """`kept`: there is a message already, which another one replaces."""
    parts = (addressed(audience) if audience else "", STAYS_FOR_NOW if kept else "", WRITE)
    return "\n\n".join(part for part in parts if part)


def confirm(audience: Audience, to: Recipients, *, warning: str) -> str:
    parts = (
        "Выше – сообщение, каким его получат координаторы.\n" + reached(audience, to),
        warning,
        SEND_OR_REPLACE if to.people else NOBODY,
    )
    return "\n\n".join(part for part in parts if part)
