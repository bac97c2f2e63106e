"""What the admins are told when the bot needs a human. They pass it on to whoever looks after the
server: so it says what has happened, what that means for the regions, and where to look."""

from html import escape

from domain.text.counting import counted, figure

TO_WHOM = "Перешлите это тому, кто обслуживает сервер бота"


def set_aside(update_id: int) -> str:
    return (
        "<b>Бот не смог обработать одно сообщение</b>\n\n"
        "Отправителю сказано, что сообщение не обработано; на остальные бот отвечает как обычно. "
        f"{TO_WHOM}: обновление {update_id}, причина – в журнале, запись update.failed."
    )


def database_is_back(minutes: int) -> str:
    return (
        "<b>База данных была недоступна</b>\n\n"
        f"Бот не отвечал {counted(minutes, 'минуту', 'минуты', 'минут')}. Сейчас он работает и "
        "отвечает на всё, что пришло за это время. "
        f"{TO_WHOM}: причина – в журнале, запись database.out."
    )


def backup_failed(why: str) -> str:
    return (
        "<b>Резервная копия не сделана</b>\n\n"
        "Бот работает, из прежних копий ни одна не удалена. Но пока новой копии нет, при поломке "
        "диска пропадёт всё, чего нет в прежних. "
        f"{TO_WHOM}: запись в журнале – backup.failed, причина: <code>{escape(why)}</code>."
    )


def disk_nearly_full(megabytes: int) -> str:
    return (
        "<b>На сервере бота заканчивается место</b>\n\n"
        f"Осталось {figure(megabytes)} МБ. Когда место кончится, бот перестанет принимать ответы "
        f"регионов. {TO_WHOM}: нужно освободить место на диске, где лежат данные бота."
    )


def copies_nearly_full(megabytes: int) -> str:
    return (
        "<b>Заканчивается место для резервных копий</b>\n\n"
        f"На их диске осталось {figure(megabytes)} МБ. Когда место кончится, новых копий не будет; "
        f"сам бот работает. {TO_WHOM}: нужно освободить место на диске, где лежат копии."
    )


def polled_by_another() -> str:
    return (
        "<b>С токеном бота работает ещё одна программа</b>\n\n"
        "Часть сообщений регионов может попадать к ней, и на них никто не ответит. "
        f"{TO_WHOM}: вторую программу нужно остановить, а если она чужая – сменить токен "
        "у @BotFather."
    )
