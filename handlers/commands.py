"""The menu: commands, the buttons that stand for them, and the doors from one conversation
into another."""

import re
from dataclasses import dataclass
from typing import Annotated, Literal

from aiogram import Bot
from aiogram.filters import Command, Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import BotCommand, KeyboardButton, Message, ReplyKeyboardMarkup
from pydantic import AfterValidator, Field

from handlers import texts
from models import Role
from reports.regions import region_by_code


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
NEW = MenuItem("new", "Добавить мероприятие", texts.report.NEW_EVENT)
EVENTS = MenuItem("events", "Мои мероприятия", texts.report.MY_EVENTS)
REPORT = MenuItem("report", "Отчёт региона", texts.report.REGION_REPORT)

STATUS = MenuItem("status", "Кто отчитался, кто нет и почему", "Состояние", "белгород")
MAP = MenuItem("map", "Карта: кто отчитался", "Карта")
CHART = MenuItem("chart", "График поступления отчётов")
DIGEST = MenuItem("digest", "Утренняя сводка", example="8")
SEARCH = MenuItem("events", "Мероприятия: поиск, возврат, приём", "Мероприятия", "урок качества")
EXPORT = MenuItem("export", "Сводная таблица", "Сводная таблица", "белгород")
HISTORY = MenuItem("history", "Кто что сделал", example="белгород")
REMIND = MenuItem("remind", "Напомнить регионам", "Напомнить", "ЦФО")
BROADCAST = MenuItem("broadcast", "Сообщение координаторам")
DEADLINE = MenuItem("deadline", "Срок сдачи отчётов", example="30 ноября 18:00")
EXTEND = MenuItem("extend", "Продлить срок региону", example="белгород")
CAMPAIGN = MenuItem("campaign", "Кампании по годам")
PEOPLE = MenuItem("people", "Координаторы и заявки", "Координаторы", "белгород")
INVITE = MenuItem("invite", "Пригласить координатора", "Пригласить", "белгород")
INVITATIONS = MenuItem("invitations", "Приглашения всем регионам")
ADMINS = MenuItem("admins", "Администраторы")

# What the ministry's admins may use, by what it is for.
DESK: tuple[tuple[str, tuple[MenuItem, ...]], ...] = (
    ("Где мы", (STATUS, MAP, CHART, DIGEST)),
    ("Что пришло", (SEARCH, EXPORT, HISTORY)),
    ("Обратиться к регионам", (REMIND, BROADCAST)),
    ("Сроки и годы", (DEADLINE, EXTEND, CAMPAIGN)),
    ("Люди", (PEOPLE, INVITE, INVITATIONS, ADMINS)),
    ("Ещё", (HELP, CANCEL)),
)

MENUS: dict[Role, tuple[MenuItem, ...]] = {
    Role.STRANGER: (START, HELP),
    Role.COORDINATOR: (NEW, EVENTS, REPORT, HELP, CANCEL),
    Role.ADMIN: tuple(item for _, items in DESK for item in items),
}

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
Year = Annotated[int, Field(ge=0, lt=10_000)]


def _known_region(code: str) -> str:
    try:
        return region_by_code(code).code
    except KeyError:
        raise ValueError(f"there is no region {code}") from None


RegionCode = Annotated[str, AfterValidator(_known_region)]


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


class OpenStatus(CallbackData, prefix="status"):
    year: Year = 0  # of the campaign; 0 for the current one


class OpenPicture(CallbackData, prefix="picture"):
    what: Literal["map", "chart"]
    year: Year = 0
    as_file: bool = False  # as Telegram keeps it, for a slide


class OpenHistory(CallbackData, prefix="hist"):
    subject: str  # event, region, person or all
    id: str  # an event's or a person's number, a region's code


class RemindWhom(CallbackData, prefix="rmd"):
    """An admin's reminder to that audience (see `reports.mailings.Audience`), shown first."""

    whom: str
    which: str = ""


class ExportCampaign(CallbackData, prefix="expyear"):
    year: Year


class ExtendRegion(CallbackData, prefix="ext"):
    code: RegionCode


class ReplyToMinistry(CallbackData, prefix="reply"):
    """A coordinator's answer to that mailing; 0: to the ministry, about anything."""

    mailing: RowId = 0


class AskForTime(CallbackData, prefix="moretime"):
    pass


class OpenCampaign(CallbackData, prefix="camp"):
    year: Year


class OpenYear(CallbackData, prefix="year"):
    """To the dates of a campaign that is to be opened."""

    year: Year


class StillCoordinator(CallbackData, prefix="still"):
    """The answer to whether one still coordinates the region, asked once a year. `region` is
    the one that `sure` to leave was said of."""

    year: Year
    answer: Literal["yes", "no", "sure"]
    region: str = ""


class OpenInvitations(CallbackData, prefix="letters"):
    pass


class OpenRegionLinks(CallbackData, prefix="links"):
    pass


class OpenPerson(CallbackData, prefix="person"):
    person: PersonId


class ErasePerson(CallbackData, prefix="erase"):
    person: PersonId
    sure: bool = False


# Doors of the ministry's desk.


class BrowseEvents(CallbackData, prefix="find"):
    """The events of all regions, as the admin has narrowed them down."""

    page: RowId | None = None  # None: where they were


class OpenRemarks(CallbackData, prefix="remarks"):
    """What looks odd in the data of all regions."""

    sort: str = ""  # a name in RemarkSort; empty: all
    page: RowId = 0


class ReviewEvent(CallbackData, prefix="rev"):
    """An event as an admin sees it."""

    event: RowId


class OpenRegionReport(CallbackData, prefix="rr"):
    """A region's report as an admin sees it."""

    code: RegionCode


class ReturnEvent(CallbackData, prefix="giveback"):
    event: RowId
    instead_of: RowId = 0  # the unfinished draft of another return that goes for it


class ReturnReport(CallbackData, prefix="givebackall"):
    code: RegionCode
    instead_of: RowId = 0
