"""What an open form remembers of the chat, to recognise typed labels, replies, edits, repetitions
and texts that came in several messages."""

import hashlib
import re
from datetime import datetime

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, Message
from pydantic import BaseModel

from handlers.forms.buttons import FormButton
from handlers.forms.split_texts import may_be_first_part, may_be_next_part
from handlers.responses import Keyboard
from models import Draft

_REMEMBERED = 40  # answers, and versions of the draft; no form has nearly as many questions

_COUNT = re.compile(r"\s*\([^()]*\)\s*$")
_YES_TO_A_NUMBER = re.compile(r"да \d")  # «Да, 125»: a yes means it, too
# Signs, and the emoji that people put beside a word: «❌ Отмена», «/отмена».
_NOT_IN_LABELS = re.compile(
    r"[\s.,!?;:…«»\"'()/\ufe0f\u200d\u20e3\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]+"
)


class AnsweredBy(BaseModel):
    """A message that answered a question: its Telegram id, the step, and a digest of its text, by
    which a repetition is recognised."""

    message: int
    step: str
    text: str


class Memory(BaseModel):
    """Stored with the draft (`Draft.memory`).

    `labels` are the buttons on the screen by what a person would type, each with the action and
    value of its FormButton; `steps` the step that was asked at each version of the draft;
    `answered` the messages that gave the answers, oldest first; `overlong` the id and time of the
    last message that may be the first part of a split text; `interrupted` the draft that was
    open when this form began; `suggestions` what the form offers as quick answers, read once when
    it began, because a typed answer should cost the database little.
    """

    labels: dict[str, tuple[str, str]] = {}
    steps: dict[int, str] = {}
    answered: list[AnsweredBy] = []
    overlong: tuple[int, datetime] | None = None
    interrupted: int | None = None
    suggestions: list[tuple[str, ...]] = []

    @classmethod
    def of(cls, draft: Draft) -> "Memory":
        return cls.model_validate(draft.memory or {})

    def keep_in(self, draft: Draft) -> None:
        draft.memory = self.model_dump(mode="json", exclude_defaults=True)

    def screen_shown(self, draft: Draft, keyboard: Keyboard | None) -> None:
        """Remember what can be pressed, and which question this is."""
        self.labels = {}
        for button in _buttons(keyboard):
            meaning = FormButton.meaning(button.callback_data)
            if meaning is None:
                continue
            label = as_label(button.text)
            yes = "да" if _YES_TO_A_NUMBER.match(label) else ""
            for typed in (label, as_label(_COUNT.sub("", button.text)), yes):
                if typed:
                    self.labels.setdefault(typed, meaning)
        self.steps[draft.version] = draft.step
        for version in sorted(self.steps)[:-_REMEMBERED]:
            del self.steps[version]

    def message_taken(self, message: Message, step: str) -> None:
        """Remember that the message answered the step, in place of what it answered before."""
        answered = AnsweredBy(message=message.message_id, step=step, text=_digest(message))
        others = [other for other in self.answered if other.message != message.message_id]
        self.answered = [*others, answered][-_REMEMBERED:]

    def answer_of(self, message_id: int) -> AnsweredBy | None:
        """What that message has answered; None if nothing."""
        return next((taken for taken in self.answered if taken.message == message_id), None)

    def is_rest_of_split(self, message: Message) -> bool:
        """Whether the message is a further part of a text that was too long for one message."""
        if self.overlong is None or message.text is None:
            return False
        return may_be_next_part(self.overlong, (message.message_id, message.date))

    def may_be_split(self, message: Message) -> None:
        """Remember the message if it is long enough to be the first part of a split text."""
        if may_be_first_part(message.text):
            self.overlong = (message.message_id, message.date)

    def is_repetition(self, message: Message, draft: Draft) -> bool:
        """Whether it says the last answer once more, sent before the question asked now stood in
        the chat: a person sends the same again when the bot is slow."""
        if not self.answered or draft.question_id is None or message.text is None:
            return False
        last = self.answered[-1]
        moved_on = last.step != draft.step and last.message != message.message_id
        return moved_on and last.text == _digest(message) and message.message_id < draft.question_id

    def step_replied_to(self, message: Message, draft: Draft) -> str | None:
        """The step whose question, or whose answer, the message replies to (a swipe); None if it is
        no reply to one of this form."""
        question = message.reply_to_message
        if question is None:
            return None
        if (answered := self.answer_of(question.message_id)) is not None:
            return answered.step
        versions = (
            pressed.version
            for button in _buttons(question.reply_markup)
            if (pressed := FormButton.read(button.callback_data)) and pressed.draft == draft.id
        )
        return self.steps.get(next(versions, 0))


def remember_interrupted(draft: Draft, before: Draft) -> None:
    """The form of `draft` has begun while `before` was open: once it is closed, the person is shown
    that `before` waits. A form that is begun anew keeps what it had interrupted the first time."""
    memory = Memory.of(draft)
    again = before.form == draft.form
    memory.interrupted = Memory.of(before).interrupted if again else before.id
    memory.keep_in(draft)


def as_label(text: str) -> str:
    """What a person may type for a button: case, signs and the letter «ё» make no difference."""
    return _NOT_IN_LABELS.sub(" ", text.casefold().replace("ё", "е")).strip()


def _digest(message: Message) -> str:
    text = " ".join((message.text or message.caption or "").split())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _buttons(keyboard: Keyboard | None) -> list[InlineKeyboardButton]:
    if not isinstance(keyboard, InlineKeyboardMarkup):
        return []
    return [button for row in keyboard.inline_keyboard for button in row]
