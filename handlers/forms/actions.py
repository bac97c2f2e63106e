"""What a button of a form does, pressed or typed."""

from typing import Any

from aiogram.types import Message

from handlers.forms import texts
from handlers.forms.dialog import YES_OR_NO, Dialog, Step, always
from handlers.forms.memory import as_label
from handlers.forms.typed import Event, Typed
from handlers.responses import Responses

AnyDialog = Dialog[Any]

# Typed in any form these are never an answer, whether the screen has such a button or not.
_WORDS = {
    as_label(texts.CANCEL): ("cancel", ""),
    as_label(texts.BACK): ("back", ""),
    as_label(texts.SKIP): ("keep", ""),
    as_label(texts.DONE): ("keep", ""),
    "отменить": ("cancel", ""),
}


def is_word_of_forms(text: str) -> bool:
    """Whether it is a yes, a no or a label that all forms have: nothing that is written to
    somebody."""
    label = as_label(text)
    return label in _WORDS or label in YES_OR_NO


def button_meant(dialog: AnyDialog, message: Message, *, on_screen: bool) -> tuple[str, str] | None:
    """The action and value of the button whose label, or whose «да», was typed. Not `on_screen`,
    in a reply to another question, it is none of those below the question that is asked."""
    label = as_label(message.text or message.caption or "")
    shown = dialog.step.words.get(label) or dialog.memory.labels.get(label)
    meant = (shown if on_screen else None) or _WORDS.get(label)
    step, action = dialog.step, meant[0] if meant else ""
    is_content = (step.any_words and action == "keep") or (step.own_spelling and action == "pick")
    return None if is_content else meant


async def act(event: Event, dialog: AnyDialog, action: str, value: str) -> Responses:
    """A press may be forged: an action that the step does not have only shows the question."""
    step, form = dialog.step, dialog.form
    if action in form.actions:
        return await form.actions[action](dialog, event)
    if action in step.press:
        return await dialog.accept(event, step.press[action](dialog, value))
    match action:
        case "cancel":
            return await dialog.cancel(event)
        case "finish" if step.is_due is always and form.next_step(dialog.answers) is step:
            return await form.finish(dialog, event)
        case "pick":
            return await dialog.take(event, Typed(value))
        case "keep" if step.key in form.answers.model_fields:
            return await _keep(event, dialog)
        case "back":
            return await _back(event, dialog)
        case "ask" if form.step(value) is not None:
            dialog.go(value)
            dialog.ask_what_is_missing()
    return await dialog.show(event)


async def _keep(event: Event, dialog: AnyDialog) -> Responses:
    """Go on with the answer that is there, or without one where that is allowed."""
    step: Step[Any] = dialog.step
    if getattr(dialog.answers, step.key) is None:
        if step.empty is None:
            return await dialog.show(event, texts.NEEDS_ANSWER)
        dialog.set(**{step.key: step.empty})
    return await dialog.proceed(event)


async def _back(event: Event, dialog: AnyDialog) -> Responses:
    before = dialog.step_before()
    if before is None:
        return await dialog.show(event, texts.FIRST_QUESTION)
    dialog.go(before.key)
    return await dialog.show(event)
