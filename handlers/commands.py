"""The menu: commands, the buttons that stand for them, and the doors from one conversation
into another."""

import re
from dataclasses import dataclass
from typing import Annotated

from aiogram import Bot
from aiogram.filters import Command, Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import BotCommand, KeyboardButton, Message, ReplyKeyboardMarkup
from pydantic import Field

from handlers import texts
from models import Role


@dataclass(frozen=True, slots=True)
class MenuItem:
    """A command, its line in Telegram's list, and its button on the keyboard if it has one."""

    command: str
    description: str
    label: str | None = None


START = MenuItem("start", "Начать")
HELP = MenuItem("help", "Справка", "Справка")
CANCEL = MenuItem("cancel", "Прервать ввод")
NEW = MenuItem("new", "Добавить мероприятие", texts.report.NEW_EVENT)
EVENTS = MenuItem("events", "Мои мероприятия", texts.report.MY_EVENTS)
REPORT = MenuItem("report", "Отчёт региона", texts.report.REGION_REPORT)
STATUS = MenuItem("status", "Кто отчитался, кто нет", "Состояние")
EXPORT = MenuItem("export", "Сводная таблица", "Сводная таблица")
SEARCH = MenuItem("events", "Мероприятия регионов: поиск, возврат", "Мероприятия")
REMIND = MenuItem("remind", "Напомнить регионам", "Напомнить")
PEOPLE = MenuItem("people", "Координаторы и заявки", "Координаторы")
INVITE = MenuItem("invite", "Пригласить координатора", "Пригласить")
MAP = MenuItem("map", "Карта: кто отчитался")
CHART = MenuItem("chart", "График поступления отчётов")
BROADCAST = MenuItem("broadcast", "Сообщение координаторам")
INVITATIONS = MenuItem("invitations", "Приглашения всем регионам")
DEADLINE = MenuItem("deadline", "Срок сдачи отчётов")
EXTEND = MenuItem("extend", "Продлить срок региону")
CAMPAIGN = MenuItem("campaign", "Кампании по годам")
ADMINS = MenuItem("admins", "Администраторы")
DIGEST = MenuItem("digest", "Утренняя сводка")
HISTORY = MenuItem("history", "Кто что сделал")

MENUS: dict[Role, tuple[MenuItem, ...]] = {
    Role.STRANGER: (START, HELP),
    Role.COORDINATOR: (NEW, EVENTS, REPORT, HELP, CANCEL),
    Role.ADMIN: (
        STATUS, EXPORT, SEARCH, REMIND, PEOPLE, INVITE, MAP, CHART, BROADCAST, INVITATIONS,
        DEADLINE, EXTEND, CAMPAIGN, ADMINS, DIGEST, HISTORY, HELP, CANCEL,
    ),
}  # fmt: skip

_COMMAND = re.compile(r"\s*/[A-Za-z]")

_ALL = tuple(dict.fromkeys(item for menu in MENUS.values() for item in menu))


class Said(Filter):
    """The item's command or its button's label. Passes what stands behind the command on as
    `argument`, an empty text if nothing does."""

    def __init__(self, item: MenuItem) -> None:
        self._label = item.label
        self._command = Command(item.command, ignore_case=True)

    async def __call__(self, message: Message, bot: Bot) -> bool | dict[str, str]:
        if message.text is not None and message.text.strip() == self._label:
            return {"argument": ""}
        found = await self._command(message, bot)
        return {"argument": found["command"].args or ""} if isinstance(found, dict) else False


def is_command(text: str | None) -> bool:
    """Whether it is a command, known or not, or a button of the menu: never an answer."""
    return menu_item(text) is not None or _COMMAND.match(text or "") is not None


def menu_item(text: str | None) -> MenuItem | None:
    """The item whose command or button this is."""
    if text is None or not text.strip():
        return None
    command = text.split(maxsplit=1)[0].partition("@")[0].casefold()
    found = (item for item in _ALL if command == f"/{item.command}" or text.strip() == item.label)
    return next(found, None)


def bot_commands(role: Role) -> list[BotCommand]:
    return [BotCommand(command=item.command, description=item.description) for item in MENUS[role]]


def keyboard(role: Role) -> ReplyKeyboardMarkup:
    """The standing keyboard under the chat, two buttons a row."""
    buttons = [KeyboardButton(text=item.label) for item in MENUS[role] if item.label]
    return ReplyKeyboardMarkup(
        keyboard=[buttons[start : start + 2] for start in range(0, len(buttons), 2)],
        resize_keyboard=True,
        is_persistent=True,
    )


# Doors: buttons that open a conversation from another one.


# A press may be forged: a number that no row can have must not reach a query.
RowId = Annotated[int, Field(ge=0, lt=2**31)]
PersonId = Annotated[int, Field(ge=0, lt=2**63)]


class NewEvent(CallbackData, prefix="new"):
    instead_of: RowId = 0  # the unfinished draft that goes for it


class ResumeDraft(CallbackData, prefix="resume"):
    draft: RowId


class DropDraft(CallbackData, prefix="drop"):
    draft: RowId


class EditEvent(CallbackData, prefix="edit"):
    event: RowId
    field: str = ""  # empty: choose which


class OpenEvents(CallbackData, prefix="events"):
    page: int = 0


class OpenEvent(CallbackData, prefix="event"):
    event: RowId


class DeleteEvent(CallbackData, prefix="delete"):
    event: RowId
    sure: bool = False


class OpenReport(CallbackData, prefix="report"):
    pass


class AskForAccess(CallbackData, prefix="access"):
    pass


class OpenRequests(CallbackData, prefix="requests"):
    pass


class OpenInvitations(CallbackData, prefix="letters"):
    pass


class OpenRegionLinks(CallbackData, prefix="links"):
    pass


class OpenPerson(CallbackData, prefix="person"):
    person: PersonId


class ErasePerson(CallbackData, prefix="erase"):
    person: PersonId
    sure: bool = False


class OpenHistory(CallbackData, prefix="hist"):
    subject: str  # event, region or person
    id: str
