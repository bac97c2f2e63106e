"""The menu: commands, and the buttons of the standing keyboard that stand for them."""

import re
from dataclasses import dataclass

from aiogram import Bot
from aiogram.filters import Command, Filter
from aiogram.types import BotCommand, KeyboardButton, Message, ReplyKeyboardMarkup

from handlers import phrases
from handlers.keyboards import columns
from models import Role


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A command, its line in Telegram's list, its button on the keyboard if it has one, and what
    may stand behind the command, as an example."""

    command: str
    description: str
    label: str | None = None
    example: str | None = None


START = MenuItem("start", "Начать")
HELP = MenuItem("help", "Справка", "Справка")
CANCEL = MenuItem("cancel", "Прервать ввод")
NEW = MenuItem("new", "Добавить мероприятие", phrases.NEW_EVENT)
TEMPLATE = MenuItem("template", "Внести мероприятия из файла, скачать шаблон")
EVENTS = MenuItem("events", "Мои мероприятия", phrases.MY_EVENTS)
REPORT = MenuItem("report", "Отчёт региона", phrases.REGION_REPORT)
COLLEAGUES = MenuItem("colleagues", "Коллеги: пригласить, кто что внёс")
PROPOSALS = MenuItem("proposals", "Предложения помощников")
HELPERS = MenuItem("helpers", "Помощники региона: пригласить, отключить")
OWN_PROPOSALS = MenuItem("proposals", "Мои предложения", phrases.MY_PROPOSALS)

STATUS = MenuItem("status", "Кто отчитался, кто нет и почему", "Кто отчитался", "белгород")
MAP = MenuItem("map", "Карта: кто отчитался", "Карта")
CHART = MenuItem("chart", "График поступления отчётов")
DIGEST = MenuItem("digest", "Утренняя сводка", example="8")
SEARCH = MenuItem("events", "Мероприятия: поиск, возврат, приём", "Мероприятия", "урок качества")
EXPORT = MenuItem("export", "Сводная таблица", "Сводная таблица", "белгород")
HISTORY = MenuItem("history", "История: кто что сделал", example="белгород")
REGION_FILE = MenuItem("template", "Внести мероприятия региона из файла", example="белгород")
LETTER = MenuItem("letter", "Шаблон письма регионов")
REMIND = MenuItem("remind", "Напомнить регионам", "Напомнить", "ЦФО")
BROADCAST = MenuItem("broadcast", "Сообщение координаторам")
DEADLINE = MenuItem("deadline", "Срок сдачи отчётов", example="30 ноября 18:00")
EXTEND = MenuItem("extend", "Продлить срок региону", example="белгород 5 декабря")
CAMPAIGN = MenuItem("campaign", "Приём отчётов по годам")
PEOPLE = MenuItem("people", "Координаторы и заявки", "Координаторы", "белгород")
INVITE = MenuItem("invite", "Пригласить координатора", "Пригласить", "белгород")
INVITATIONS = MenuItem("invitations", "Приглашения всем регионам", "Приглашения")
ADMINS = MenuItem("admins", "Администраторы")

# What the ministry's admins may use, by what it is for.
DESK: tuple[tuple[str, tuple[MenuItem, ...]], ...] = (
    ("Ход сбора", (STATUS, MAP, CHART, DIGEST)),
    ("Что пришло", (SEARCH, REGION_FILE, EXPORT, HISTORY, LETTER)),
    ("Обратиться к регионам", (REMIND, BROADCAST)),
    ("Сроки и приём отчётов", (DEADLINE, EXTEND, CAMPAIGN)),
    ("Люди", (PEOPLE, INVITE, INVITATIONS, ADMINS)),
    ("Ещё", (HELP, CANCEL)),
)

MENUS: dict[Role, tuple[MenuItem, ...]] = {
    Role.STRANGER: (START, HELP),
    Role.HELPER: (NEW, OWN_PROPOSALS, HELP, CANCEL),
    Role.COORDINATOR: (
        *(NEW, TEMPLATE, EVENTS, REPORT, COLLEAGUES, HELPERS, PROPOSALS),
        *(HELP, CANCEL),
    ),
    Role.ADMIN: tuple(item for _, items in DESK for item in items),
}

_COMMAND = re.compile(r"\s*/[A-Za-z]")


class Said(Filter):
    """The item's command or its button's label. Passes what stands behind the command on as
    `argument`, an empty text if nothing does; `with_argument` asks for one."""

    def __init__(self, item: MenuItem, *, with_argument: bool = False) -> None:
        self._label = None if with_argument else item.label
        self._with_argument = with_argument
        self._command = Command(item.command, ignore_case=True)
        self.keys = (f"/{item.command}", *([self._label] if self._label else []))

    async def __call__(self, message: Message, bot: Bot) -> bool | dict[str, str]:
        if message.text is not None and message.text.strip() == self._label:
            return {"argument": ""}
        found = await self._command(message, bot)
        if not isinstance(found, dict):
            return False
        argument = found["command"].args or ""
        return {"argument": argument} if argument or not self._with_argument else False


def keys_of(message: Message) -> tuple[str, ...]:
    """What the message may say of a menu: `Said` passes it only if that is among its keys."""
    said = (message.text or message.caption or "").strip()
    if said.startswith("/"):
        return (said.split(maxsplit=1)[0].partition("@")[0].casefold(),)
    return (said,) if message.text else ()


def is_command(text: str | None, role: Role) -> bool:
    """Whether it is a command, known or not, or a button of that role's keyboard: never an
    answer."""
    return menu_item(text, role) is not None or _COMMAND.match(text or "") is not None


def menu_item(text: str | None, role: Role) -> MenuItem | None:
    """The item of that role's menu whose command or button this is."""
    if text is None or not text.strip():
        return None
    command = text.split(maxsplit=1)[0].partition("@")[0].casefold()
    items = MENUS[role]
    found = (item for item in items if command == f"/{item.command}" or text.strip() == item.label)
    return next(found, None)


def bot_commands(role: Role) -> list[BotCommand]:
    return [BotCommand(command=item.command, description=item.description) for item in MENUS[role]]


def keyboard(role: Role) -> ReplyKeyboardMarkup:
    """The standing keyboard under the chat, two buttons a row."""
    buttons = [KeyboardButton(text=item.label) for item in MENUS[role] if item.label]
    return ReplyKeyboardMarkup(
        keyboard=columns(buttons, 2), resize_keyboard=True, is_persistent=True
    )
