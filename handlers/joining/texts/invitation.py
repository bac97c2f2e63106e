"""Joining by an invitation, as a coordinator or an admin."""

from html import escape

from handlers.formatting import person_name
from handlers.home import KEYBOARD_BELOW
from models import Person

WRONG_INVITATION = (
    "Это приглашение не действует: им уже воспользовались, его срок вышел или ссылка неполная. "
    "Попросите новое у того, кто его прислал, или запросите доступ: /start."
)
TOO_MANY_WRONG = (
    "Слишком много недействительных приглашений. Действующее сработает и сейчас: проверьте, что "
    "ссылка скопирована целиком, или попросите новую у того, кто её прислал."
)
REVOKED_INVITATION = (
    "Это приглашение отозвано. Попросите новое у того, кто его прислал, или запросите доступ: "
    "/start."
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
    inviter: Person | None = None,
    is_last: bool = False,
    unfinished_event: bool = False,
) -> str:
    """As a coordinator of the region, or without one as an admin. `present` is whose coordinator
    the person is now, perhaps the last one; `inviter` a coordinator of the region, if it was no
    admin."""
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
    if inviter:
        lines.append(f"Приглашает координатор региона {person_name(inviter)}.")
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


def colleague_joined(*, region: str, joined: Person, inviter: Person) -> str:
    """To the admins."""
    return (
        f"<b>{escape(region)}</b>. Подключён координатор {person_name(joined)} по приглашению "
        f"координатора {person_name(inviter)}."
    )


def your_colleague_joined(joined: Person) -> str:
    """To the coordinator who has invited them."""
    return f"По вашему приглашению подключён координатор {person_name(joined)}."
