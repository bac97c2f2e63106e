"""A dialog as it is declared (`Form`, `Step`), and one that somebody has open (`Dialog`)."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from pydantic import BaseModel

from domain.drafts import activate, draft_of, drafts_of, start_draft
from domain.refusal import Refusal
from handlers.context import Context
from handlers.formatting import refusal
from handlers.forms import texts
from handlers.forms.buttons import FormButton
from handlers.forms.memory import Memory, as_label, remember_interrupted
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import Style, button
from handlers.responses import Responses, Say, Screen, below, noted, show, without_buttons
from models import NOT_ASKED_YET, Draft, FormKind, Role

# The model of a form's answers, stored with its draft. None: not answered yet. Answers of an
# earlier version of the code load, too: unknown ones are dropped, new ones are None.
A = TypeVar("A", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Generic[A]):
    """One question, or the card with all answers before the end.

    `screen` draws it. `take` puts an answer into the dialog or raises
    Refusal; without it only buttons answer. `is_due` says whether the form has to stop here; by
    default, as long as the answer named like the step is missing; with `only_if_due` it cannot
    be asked at another time. `title` is how a correction of
    the answer is called. `press` has the actions of this step's own buttons. `words` are typed
    words that mean a button («да»), each with its action and value. `empty` is the answer if
    the question is skipped, None if it cannot be. `any_words`: «да», «нет» and «готово» are
    content, too. `own_spelling`: what is typed is taken as it is typed, though a quick answer is
    like it. `takes_media`: a picture or a file is taken with its caption. `above` gives messages
    that stand above the question.
    """

    key: str
    screen: Callable[["Dialog[A]"], Awaitable[Screen]]
    take: Callable[["Dialog[A]", Typed], Awaitable[Taken]] | None = None
    is_due: Callable[[A], bool] | None = None
    only_if_due: bool = False
    title: str = ""
    press: Mapping[str, Callable[["Dialog[A]", str], Awaitable[Taken]]] = field(
        default_factory=dict
    )
    words: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    empty: object = None
    any_words: bool = False
    own_spelling: bool = False
    takes_media: bool = False
    above: Callable[["Dialog[A]"], Awaitable[Responses]] | None = None

    def due(self, answers: A) -> bool:
        if self.is_due is not None:
            return self.is_due(answers)
        return getattr(answers, self.key) is None

    def is_over(self, answers: A) -> bool:
        """Whether there is nothing to ask here any more: an earlier answer has been corrected."""
        return self.only_if_due and not self.due(answers)


def always(_: BaseModel) -> bool:
    """`is_due` of the step at which the form waits for `finish`."""
    return True


_YES = ("да", "ага", "угу", "ок", "окей", "верно", "все верно", "да верно", "правильно", "yes", "+")
_NO = ("нет", "неа", "не", "неверно", "не верно", "нет неверно", "нет не верно", "no")
_NEVER_CONTENT = frozenset({"да", "нет"})


def yes_or_no(yes: str, no: str) -> dict[str, tuple[str, str]]:
    """A step's `words` where its screen asks for a yes or a no, each with its action."""
    return {**dict.fromkeys(_YES, (yes, "")), **dict.fromkeys(_NO, (no, ""))}


YES_OR_NO = yes_or_no("finish", "cancel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Form(Generic[A]):
    """A dialog.

    `finish` runs when no step is due, or by the button of a step that always is; it closes the
    dialog, or shows it again with what has changed meanwhile. `cancel` is «Отмена»; with a
    screen the form is closed and shows it. `gone` answers a button whose draft (named by its id)
    is no longer there: a text as an alert, a screen in place of the pressed message. `guard` says
    why the form cannot go on now; `waits` what an interrupted person is told of it, None for
    nothing. `of_campaign`: its answers are for one year's report and never for another's.
    `actions` are those of its own buttons that do the same at every step. `reread` takes a message
    that the form was filled in from, edited or in its next part; None if it is none.
    """

    kind: FormKind
    answers: type[A]
    steps: tuple[Step[A], ...]
    roles: frozenset[Role]
    finish: Callable[["Dialog[A]", Event], Awaitable[Responses]]
    cancel: Callable[["Dialog[A]", Event], Awaitable[Responses]] | Screen
    gone: Callable[[CallbackQuery, Context, int], Awaitable[Responses]] | Screen | str = (
        texts.FORM_GONE
    )
    guard: Callable[["Dialog[A]"], Awaitable[Screen | None]] | None = None
    waits: Callable[["Dialog[A]"], Screen | None] | None = None
    of_campaign: bool = False
    actions: Mapping[str, Callable[["Dialog[A]", Event], Awaitable[Responses]]] = field(
        default_factory=dict
    )
    reread: Callable[["Dialog[A]", Message], Awaitable[Responses | None]] | None = None

    def step(self, key: str) -> Step[A] | None:
        return next((step for step in self.steps if step.key == key), None)

    def next_step(self, answers: A) -> Step[A] | None:
        """The first step that is due; None if the form can be finished."""
        return next((step for step in self.steps if step.due(answers)), None)


class Dialog(Generic[A]):
    """A form that somebody has open, within one update's context.

    Every change of the answers is in the draft at once, with a new version, so that older
    buttons are recognised.
    """

    def __init__(self, form: Form[A], context: Context, draft: Draft) -> None:
        self.form = form
        self.context = context
        self.draft = draft
        self.memory = Memory.of(draft)
        self.answers = form.answers.model_validate(draft.answers)
        self.closed = False
        self.left_out = ""  # that a picture was not taken with its caption; HTML
        self.ask_what_is_missing()

    @classmethod
    async def begin(
        cls,
        form: Form[A],
        context: Context,
        answers: A | None = None,
        *,
        step: str | None = None,
        event_id: int | None = None,
        suggestions: Sequence[tuple[str, ...]] = (),
        drafts: Sequence[Draft] | None = None,
    ) -> "Dialog[A]":
        """Open the form anew in place of an older draft of it. It begins at the first step that
        is due, or at `step`. Another form that is open now waits until this one is closed.
        `drafts` are all of the person's, if they have been read already."""
        if drafts is None:
            drafts = await drafts_of(context.session, context.person)
        older = next((draft for draft in drafts if draft.form == form.kind), None)
        before = context.draft or older
        answers = answers or form.answers()
        due = form.next_step(answers)
        draft = await start_draft(
            context.session,
            context.person,
            form.kind,
            drafts,
            now=context.now,
            step=step or (due or form.steps[-1]).key,
            answers=_stored(answers),
            campaign_id=context.campaign.id if form.of_campaign else None,
            region_code=context.on_behalf_of.code if context.on_behalf_of else None,
            event_id=event_id,
        )
        context.draft = draft
        if before is not None:
            remember_interrupted(draft, before)
        dialog = cls(form, context, draft)
        dialog.memory.suggestions = list(suggestions)
        dialog.memory.keep_in(draft)
        return dialog

    @classmethod
    async def unfinished(cls, form: Form[A], context: Context) -> "Dialog[A] | None":
        """The person's form of that kind that is open or waits; None if there is none, or only
        that of an earlier year."""
        draft = await draft_of(context.session, context.person, form.kind)
        if draft is None or (form.of_campaign and draft.campaign_id != context.campaign.id):
            return None
        return cls(form, context, draft)

    @property
    def step(self) -> Step[A]:
        step = self.form.step(self.draft.step)
        assert step is not None, "an unknown step has been left when the dialog was loaded"
        return step

    def step_before(self) -> Step[A] | None:
        """Where «Назад» leads: to the card with all answers once they are all there, else to the
        question before; None at the first one."""
        form, steps = self.form, self.form.steps
        due = form.next_step(self.answers)
        if due is steps[-1] and self.step is not due:
            return due
        questions = form.answers.model_fields
        before = [step for step in steps[: steps.index(self.step)] if step.key in questions]
        return before[-1] if before else None

    def set(self, **answers: Any) -> None:
        """Write answers; None takes one away."""
        self.answers = self.answers.model_copy(update=answers)
        self.draft.answers = _stored(self.answers)
        self._changed()

    def go(self, step: str) -> None:
        """Ask that step's question next."""
        self.draft.step = step
        self._changed()

    async def activate(self) -> None:
        """What is typed answers this form again, whatever else was open."""
        if not self.draft.active:
            await activate(self.context.session, self.context.person, self.draft)
            self.context.draft = self.draft

    async def close(self) -> None:
        """The form is over: delete its draft."""
        await self.context.session.delete(self.draft)
        await self.context.session.flush()
        self.closed = True
        if self.context.draft is self.draft:
            self.context.draft = None

    async def cancel(self, event: Event) -> Responses:
        cancel = self.form.cancel
        if not isinstance(cancel, Screen):
            return await cancel(self, event)
        await self.close()
        return show(event, cancel)

    async def proceed(self, event: Event, note: str = "") -> Responses:
        """After an answer: the next question that is due, or the end. `note` (ready HTML) says
        what became of the answer."""
        due = self.form.next_step(self.answers)
        if due is None:
            return await self.form.finish(self, event)
        self.go(due.key)
        return await self.show(event, note)

    async def take(self, event: Event, typed: Typed) -> Responses:
        """Let the step that is asked take the answer."""
        responses = await self.accept(event, self.answer_step(typed), typed.message)
        return self.with_left_out(responses)

    def with_left_out(self, responses: Responses) -> Responses:
        """Saying also what of the answer was not taken."""
        return noted(responses, self.left_out, self.context.person.id)

    async def accept(
        self, event: Event, taking: Awaitable[Taken], message: Message | None = None
    ) -> Responses:
        """Go on with what a step makes of an answer; why it refuses one is said above the
        question. `message` is the one that brought it."""
        try:
            taken = await taking
        except Refusal as refused:
            return await self.show(event, refusal(refused))
        if message is not None:
            # A step may find that the message answers another one, and go there.
            self.memory.message_taken(message, self.step.key)
        if isinstance(taken, Screen):
            return self.show_screen(event, taken)
        return await self.proceed(event, taken)

    async def answer_step(self, typed: Typed) -> Taken:
        """Let the step that is asked put the answer into the dialog. Raises Refusal. A yes or a
        no is never content; where the question may be passed over, a no can be understood."""
        step = self.step
        if step.take is None:
            raise Refusal(texts.PRESS_A_BUTTON)
        may_be = step.empty is not None or step.any_words
        if not may_be and as_label(typed.text or "") in _NEVER_CONTENT:
            raise Refusal(texts.NOT_YES_OR_NO)
        taken = await step.take(self, typed)
        if typed.message is not None and not step.takes_media:
            self.left_out = texts.caption_only(typed.message)
        return taken

    async def show(self, event: Event, note: str = "", toast: str = "") -> Responses:
        """The question asked now, below the note (ready HTML)."""
        screen = (await self.step.screen(self)).with_note(note)
        if self.step.above is None:
            return self.show_screen(event, screen, toast)
        *toasts, question = below(self.show_screen(event, screen, toast))
        return [*toasts, *without_buttons(event), *await self.step.above(self), question]

    def show_screen(self, event: Event, screen: Screen, toast: str = "") -> Responses:
        """A screen of the step asked now."""
        self.remember(screen)
        self.draft.question_id = NOT_ASKED_YET
        responses = show(event, screen, toast)
        for response in responses:
            if isinstance(response, Say):
                response.question_of = self.draft.id
        return responses

    def remember(self, screen: Screen) -> None:
        """The screen's buttons can be typed, too."""
        self.memory.screen_shown(self.draft, screen.keyboard)
        self.memory.keep_in(self.draft)

    def button(
        self, label: str, action: str, value: str = "", style: Style | None = None
    ) -> InlineKeyboardButton:
        return button(label, self.data(action, value), style)

    def data(self, action: str, value: str = "") -> FormButton:
        """What a button of the question asked now carries."""
        return FormButton(
            form=self.form.kind,
            draft=self.draft.id,
            version=self.draft.version,
            action=action,
            value=value,
        )

    def cancel_button(self, label: str = texts.CANCEL) -> InlineKeyboardButton:
        return self.button(label, "cancel")

    def ask_what_is_missing(self) -> None:
        """Instead of a step that is gone, and of one that comes after a missing answer: a
        deployment removes and adds questions, and a press may be forged."""
        step, due = self.form.step(self.draft.step), self.form.next_step(self.answers)
        steps = self.form.steps
        if step is None or (
            due is not None and (step.is_over(self.answers) or steps.index(due) < steps.index(step))
        ):
            self.go((due or steps[-1]).key)

    def _changed(self) -> None:
        self.draft.version += 1
        self.draft.changed_at = self.context.now


def _stored(answers: A) -> dict[str, Any]:
    return answers.model_dump(mode="json", exclude_defaults=True)
