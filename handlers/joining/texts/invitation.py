"""Joining by an invitation, as a coordinator or an admin."""

from html import escape

from handlers.home import KEYBOARD_BELOW

WRONG_INVITATION = (
    "Это приглашение не действует: им уже воспользовались, его срок вышел или ссылка неполная. "
    "Попросите у администратора министерства новое или запросите доступ: /start."
)
TOO_MANY_WRONG = "Слишком много недействительных приглашений. Попробуйте ещё раз через час."
REVOKED_INVITATION = (
    "Это приглашение отозвано. Попросите у администратора министерства новое или запросите "
    "доступ: /start."
)
INVITATION_FOR_OTHERS = (
    "Вы администратор, приглашение вам не нужно: оно осталось действительным. Перешлите ссылку "
    "тому, кого приглашаете."
)
INVITATION_LEFT = (
    "Вы не подключились, приглашение осталось действительным. Если ошиблись, откройте ссылку ещё "
    "раз."
)
JOINED = f"Вы подключены. {KEYBOARD_BELOW}"
YES_RIGHT = "Да, верно"
NO = "Нет"
SEND_ADMIN_REQUEST = "Да, отправить"
ADMIN_REQUEST_SENT = (
    "Запрос отправлен администраторам министерства. Когда один из них подтвердит назначение, вы "
    "получите сообщение."
)


def confirm_joining(
    *,
    region: str | None,
    present: str | None,
    is_last: bool = False,
    unfinished_event: bool = False,
) -> str:
    """As a coordinator of the region, or without one as an admin. `present` is whose coordinator
    the person is now, perhaps the last one."""
    after = "После перехода" if region else "После назначения"
    if region:
        lines = [
            f"<b>{escape(region)}</b>. Вы станете координатором региона: будете вносить "
            "мероприятия Недели качества и сдавать отчёт Минпромторгу России."
        ]
    else:
        lines = [
            "Минпромторг России приглашает вас стать администратором бота, в котором регионы сдают "
            "отчёты о Неделе качества."
        ]
    if present:
        leaves = "" if region else " Став администратором, вы перестанете быть координатором."
        lines.append(f"Сейчас ваш регион – {escape(present)}.{leaves}")
    if unfinished_event:
        lines.append(f"{after} ваш черновик мероприятия удалится: в отчёт он не вошёл.")
    if is_last:
        lines.append(f"{after} прежний регион останется без координатора: других в нём нет.")
    lines.append(
        "Верно?" if region else "Назначение подтвердит другой администратор. Отправить ему запрос?"
    )
    return "\n".join(lines)


def already_coordinator(*, region: str) -> str:
    return (
        f"{escape(region)}. Вы уже координатор этого региона, приглашение осталось действительным."
    )
