"""What a handler gives back. It sends nothing itself: its responses are stored in the transaction
of its change and sent after the commit, so a crash between the two loses none."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Literal

from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from pydantic import BaseModel, Field, TypeAdapter

from domain.export.filters import ExportFilter
from handlers.formatting import with_note
from handlers.keyboards import kept
from models import Role, WrittenMessage

TOAST_LIMIT = 200

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


class Say(BaseModel):
    """A message to a chat; in place of the message `instead_of` where that can be edited.
    `if_unreachable` is said when the person turns out to have blocked the bot. `question_of` is
    the draft whose question it asks: the id that Telegram gives the message is noted there.
    `silent` comes without a sound. `among_others` is said once in place of all messages to the
    chat that have the same one and wait together."""

    does: Literal["say"] = "say"
    chat_id: int
    text: str  # HTML
    keyboard: Keyboard | None = None
    instead_of: int | None = None
    if_unreachable: "Say | None" = None
    question_of: int | None = None
    silent: bool = False
    among_others: "Say | None" = None


class Toast(BaseModel):
    """The answer to a button press: a passing line, or an alert that waits to be closed."""

    does: Literal["toast"] = "toast"
    query_id: str
    text: str = ""
    alert: bool = False


class AboutFile(BaseModel):
    """Something with a file, which may take long: other answers in the chat do not wait for it."""

    chat_id: int


class SendFile(AboutFile):
    """A file, made and sent with progress shown."""


class TakeFile(AboutFile):
    """A document that somebody has sent, downloaded and worked on with progress shown, outside of
    any transaction; then answered. `file_id` and `name` are as Telegram has them."""

    file_id: str
    name: str


class SendWorkbook(SendFile, validate_by_name=True):
    """The merged table through a filter, made and sent with progress shown."""

    does: Literal["workbook"] = "workbook"
    # "cut" in responses that were stored before a deployment and are still to be sent.
    export_filter: ExportFilter = Field(default=ExportFilter(), validation_alias="cut")


class SendRegionReport(SendFile):
    """A region's own report of that year as it is now, for the region: on nobody's record."""

    does: Literal["region report"] = "region report"
    region_code: str
    year: int


class SendRegionPaper(SendFile):
    """A region's report of that year as it is now, as a letter to be signed or as a picture. The
    letter names whom it is sent to, if that is a coordinator of the region."""

    does: Literal["region paper"] = "region paper"
    what: Literal["letter", "picture"]
    region_code: str
    year: int


class SendSubmitted(SendFile):
    """A region's report as it was submitted under that number, whatever became of it since."""

    does: Literal["submitted"] = "submitted"
    region_code: str
    year: int
    number: int


class SendTemplate(SendFile):
    """That template of the regions' letters, None: the bot's own; or a `sample` of a letter by
    it."""

    does: Literal["template"] = "template"
    template: int | None
    sample: bool = False


class CheckTemplate(TakeFile):
    """An admin's template for the regions' letters."""

    does: Literal["check template"] = "check template"


class SendPicture(SendFile):
    """The map or the chart of a campaign, made and sent: as a picture to look at, or as a file
    that nobody compresses."""

    does: Literal["picture"] = "picture"
    what: Literal["map", "chart"]
    year: int
    as_file: bool = False


class SendHistory(SendFile):
    """All that is on record of a subject (see domain/history/subjects.py), as a workbook."""

    does: Literal["history"] = "history"
    subject: str
    id: str


class SendEmptyAnnex(SendFile):
    """The annex as an empty table for a region, to be filled in and sent back."""

    does: Literal["empty annex"] = "empty annex"
    region_code: str


class TakeEvents(TakeFile):
    """A file of events for a region's report of that year, sent with that message: read and checked
    for a preview. `for_region` by an admin; `captioned`: with words beside it."""

    does: Literal["take events"] = "take events"
    region_code: str
    year: int
    message_id: int
    for_region: bool = False
    captioned: bool = False


class SayAsWritten(BaseModel):
    """An admin's own message to the regions, exactly as they get it."""

    does: Literal["as written"] = "as written"
    chat_id: int
    content: WrittenMessage
    keyboard: InlineKeyboardMarkup | None = None


class SendInvitations(SendFile):
    """Invitations for letters, made and sent: as a table, as a document with a page for each
    region, or the same pages as a file for each. Carries the links themselves: of their tokens
    only hashes are kept."""

    does: Literal["invitations"] = "invitations"
    what: Literal["table", "pages", "archive"] = "table"
    links: dict[str, str]  # by region's code
    until: datetime


class SetMenu(BaseModel):
    """The list of commands that Telegram shows to this person."""

    does: Literal["menu"] = "menu"
    chat_id: int
    role: Role


Response = Annotated[
    Say
    | SayAsWritten
    | Toast
    | SendWorkbook
    | SendRegionReport
    | SendRegionPaper
    | SendSubmitted
    | SendTemplate
    | CheckTemplate
    | SendPicture
    | SendHistory
    | SendInvitations
    | SendEmptyAnnex
    | TakeEvents
    | SetMenu,
    Field(discriminator="does"),
]
Responses = list[Response]

RESPONSES: TypeAdapter[Responses] = TypeAdapter(Responses)


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person sees: HTML text and the buttons under it."""

    text: str
    keyboard: Keyboard | None = None

    @property
    def buttons(self) -> list[list[InlineKeyboardButton]]:
        """Those under the message, by rows."""
        keyboard = self.keyboard
        return keyboard.inline_keyboard if isinstance(keyboard, InlineKeyboardMarkup) else []

    def with_note(self, note: str) -> "Screen":
        """Below a note (HTML) on what was just done, if there is one."""
        return replace(self, text=with_note(note, self.text))

    def kept(self) -> "Screen":
        """As a message that somebody needs to keep: its buttons answer with new messages."""
        if not isinstance(self.keyboard, InlineKeyboardMarkup):
            return self
        return replace(self, keyboard=kept(self.keyboard))


def say(chat_id: int, screen: Screen) -> Say:
    return Say(chat_id=chat_id, text=screen.text, keyboard=screen.keyboard)


def show(to: Message | CallbackQuery, screen: Screen, toast: str = "") -> Responses:
    """The screen as an answer: to a message a new one, to a press in place of the pressed
    message."""
    if isinstance(to, Message):
        return [say(to.chat.id, screen)]
    instead_of = None if to.message is None else to.message.message_id
    answer = say(to.from_user.id, screen)
    # A reply keyboard belongs to a message of its own: editing cannot bring one.
    if not isinstance(screen.keyboard, ReplyKeyboardMarkup):
        answer.instead_of = instead_of
    return [Toast(query_id=to.id, text=toast[:TOAST_LIMIT]), answer]


def below(responses: Responses) -> Responses:
    """The same as messages of their own: what was pressed stays to be read."""
    return [
        response.model_copy(update={"instead_of": None}) if isinstance(response, Say) else response
        for response in responses
    ]


def without_buttons(pressed: Message | CallbackQuery) -> Responses:
    """The message that was pressed stays to be read, and cannot be pressed again."""
    message = pressed.message if isinstance(pressed, CallbackQuery) else None
    if not isinstance(message, Message) or not message.text:
        return []
    text = Screen(message.html_text)
    return [say(message.chat.id, text).model_copy(update={"instead_of": message.message_id})]


def noted(responses: Responses, note: str, chat_id: int) -> Responses:
    """With the note (HTML), if there is one, above the first message to that chat."""
    first = next(
        (each for each in responses if isinstance(each, Say) and each.chat_id == chat_id), None
    )
    if first is None or not note:
        return responses
    above = first.model_copy(update={"text": with_note(note, first.text)})
    return [above if each is first else each for each in responses]


def alert(to: CallbackQuery, text: str) -> Responses:
    """Only a notice that the person closes; the screen stays as it is."""
    return [Toast(query_id=to.id, text=text[:TOAST_LIMIT], alert=True)]
