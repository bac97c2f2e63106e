"""What a dialog declares: the model of its answers, its steps, and what happens at the end."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from aiogram.types import CallbackQuery, Message
from pydantic import BaseModel

from domain.refusal import Refusal
from handlers.forms import texts
from handlers.responses import Responses, Screen
from models import FormKind, Role

if TYPE_CHECKING:
    from handlers.context import Context
    from handlers.forms.dialog import Dialog

Event = Message | CallbackQuery


# The model of a form's answers, stored with its draft. None: not answered yet. Answers of an
# earlier version of the code load, too: unknown ones are dropped, new ones are None.
A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer as it was sent: its text (or caption), and the message that brought it, None
    for the value of a pressed button."""

    text: str | None
    message: Message | None = None

    def words(self) -> str:
        """The text; Refusal if there is none."""
        if self.text is None:
            raise Refusal(texts.NEEDS_TEXT)
        return self.text


# What a step makes of an answer: a note on it (ready HTML, may be empty) and the form goes on; or
# a screen to show while the question stays open.
Taken = str | Screen


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[A]):
    """One question, or the card with all answers before the end.

    `screen` draws it below a note (ready HTML). `take` puts an answer into the dialog or raises
    Refusal; without it only buttons answer. `is_due` says whether the form has to stop here; by
    default, as long as the answer named like the step is missing. `title` is how a correction of
    the answer is called. `press` has the actions of this step's own buttons. `words` are typed
    words that mean a button («да»), each with its action and value. `empty` is the answer of
    whoever passes the question over. `above` gives messages that stand above the question.
    """

    key: str
    screen: Callable[["Dialog[A]", str], Awaitable[Screen]]
    take: Callable[["Dialog[A]", Typed], Awaitable[Taken]] | None = None
    is_due: Callable[[A], bool] | None = None
    title: str = ""
    press: Mapping[str, Callable[["Dialog[A]", str], Awaitable[Taken]]] = field(
        default_factory=dict
    )
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    empty: object = None
    above: Callable[["Dialog[A]"], Awaitable[Responses]] | None = None

    def due(self, answers: A) -> bool:
        if self.is_due is not None:
            return self.is_due(answers)
        return getattr(answers, self.key) is None


def always(_: BaseModel) -> bool:
    """`is_due` of the step at which the form waits for `finish`."""
    return True


# «Да» and «нет» typed where the screen asks for a yes or a no.
YES_OR_NO = {"да": ("finish", ""), "нет": ("cancel", "")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Generic[A]):
    """A dialog.

    `finish` runs when no step is due, or by the button of a step that always is; it closes the
    dialog, or shows it again with what has changed meanwhile. `cancel` is «Отмена». `gone` answers
    a button whose draft (named by its id) is no longer there. `guard` says why the form cannot
    go on now; `waits` what an interrupted person is told of it, None for nothing. `of_campaign`:
    its answers are for one year's report and never for another's. `actions` are
    those of its own buttons that do the same at every step.
    """

    kind: FormKind
    answers: type[A]
    steps: tuple[Step[A], ...]
    roles: frozenset[Role]
    finish: Callable[["Dialog[A]", Event], Awaitable[Responses]]
    cancel: Callable[["Dialog[A]", Event], Awaitable[Responses]]
    gone: "Callable[[CallbackQuery, Context, int], Awaitable[Responses]] | Screen | None" = None
    guard: Callable[["Dialog[A]"], Awaitable[Screen | None]] | None = None
    waits: Callable[["Dialog[A]"], Screen | None] | None = None
    of_campaign: bool = False
    actions: Mapping[str, Callable[["Dialog[A]", Event], Awaitable[Responses]]] = field(
        default_factory=dict
    )

    def step(self, key: str) -> Step[A] | None:
        return next((step for step in self.steps if step.key == key), None)

    def next_step(self, answers: A) -> Step[A] | None:
        """The first step that is due; None if the form can be finished."""
        return next((step for step in self.steps if step.due(answers)), None)
