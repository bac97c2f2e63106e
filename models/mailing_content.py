"""What a mailing sends: a model for each kind. Stored as JSON beside the mailing's kind."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, TypeAdapter, model_validator


class MailingKind(StrEnum):
    REMINDER = "reminder"  # the text of the automatic reminder, sent now
    BROADCAST = "broadcast"  # an admin's own message
    NOTICE = "notice"  # of a changed deadline, of a closed campaign
    ACCEPTANCE = "accepted"  # to regions whose reports were accepted together
    YEARLY_CONFIRMATION = "still"  # in a new year: do you still coordinate the region?


class WrittenText(BaseModel, frozen=True):
    """An admin's own text. `entities` are Telegram's MessageEntity, which count characters of
    `text` in UTF-16; `preview` is Telegram's LinkPreviewOptions."""

    text: str
    entities: list[dict[str, Any]] = []
    preview: dict[str, Any] = {}


class Captioned(BaseModel, frozen=True):
    caption: str | None = None
    caption_entities: list[dict[str, Any]] = []


class WrittenPhoto(Captioned, frozen=True):
    """`photo` is Telegram's file id. The caption is below it unless `caption_above`."""

    photo: str
    caption_above: bool = False
    spoiler: bool = False


class WrittenDocument(Captioned, frozen=True):
    """`document` is Telegram's file id."""

    document: str


# Told apart by the field that only one of them has.
WrittenMessage = WrittenText | WrittenPhoto | WrittenDocument


class Content(BaseModel, frozen=True):
    """What all kinds have: the audience that was chosen (see `audience_of` in
    `domain/mailings/mailings.py`), empty if nobody chose one, and the codes of its regions where
    nobody can be written to."""

    whom: str = ""
    which: str = ""
    nobody: list[str] = []


class ReminderContent(Content, frozen=True):
    """Nothing more: each region's text is made when it is sent."""

    kind: Literal[MailingKind.REMINDER] = MailingKind.REMINDER


class NoticeContent(Content, frozen=True):
    """`deadline` is told below the text, in each recipient's own time, too."""

    kind: Literal[MailingKind.NOTICE] = MailingKind.NOTICE
    text: str  # HTML
    deadline: datetime | None = None


class YearlyConfirmationContent(Content, frozen=True):
    """`deadline` as in NoticeContent."""

    kind: Literal[MailingKind.YEARLY_CONFIRMATION] = MailingKind.YEARLY_CONFIRMATION
    text: str  # HTML
    deadline: datetime | None = None


class AcceptanceContent(Content, frozen=True):
    """`decisions` has by region's code the id of the acceptance in the audit trail, so that a
    coordinator can answer it."""

    kind: Literal[MailingKind.ACCEPTANCE] = MailingKind.ACCEPTANCE
    decisions: dict[str, int]


class BroadcastContent(Content, frozen=True):
    kind: Literal[MailingKind.BROADCAST] = MailingKind.BROADCAST
    message: WrittenMessage

    @model_validator(mode="before")
    @classmethod
    def _nest_message(cls, stored: Any) -> Any:
        """Older rows have the message's fields among the mailing's own."""
        if isinstance(stored, dict) and "message" not in stored:
            return {**stored, "message": stored}
        return stored


MailingContent = Annotated[
    ReminderContent
    | NoticeContent
    | AcceptanceContent
    | YearlyConfirmationContent
    | BroadcastContent,
    Field(discriminator="kind"),
]
MAILING_CONTENT: TypeAdapter[MailingContent] = TypeAdapter(MailingContent)
