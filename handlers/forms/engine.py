"""The engine of all dialogs: from a press or a message to the step of the form that it is for."""

from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import CallbackQuery, Message

from domain.drafts import draft_by_id, drafts_of
from domain.refusal import Refusal
from handlers.context import Context
from handlers.formatting import refusal
from handlers.forms import texts
from handlers.forms.actions import AnyDialog, act, button_meant
from handlers.forms.buttons import FormButton
from handlers.forms.dialog import Dialog, Form
from handlers.forms.memory import as_label
from handlers.forms.typed import Event, Typed
from handlers.responses import Responses, Screen, alert, say, show
from handlers.routes import Route, make_router, press
from models import Draft


class Engine:
    """Knows every form by its kind. A form is found by the draft that the database holds, never
    by what a button claims."""

    def __init__(self, *forms: Form[Any]) -> None:
        self.forms = {form.kind: form for form in forms}

    def router(self) -> Router:
        """Comes after the commands: whatever is none of them answers the open form."""
        return make_router(
            "forms",
            press(FormButton, self.press),
            Route("message", self.answer),
            Route("edited_message", self.correct),
        )

    async def press(
        self, query: CallbackQuery, callback_data: FormButton, context: Context
    ) -> Responses:
        draft = context.draft
        if draft is None or draft.id != callback_data.draft:
            draft = await draft_by_id(context.session, context.person, callback_data.draft)
        dialog = self.dialog(context, draft)
        if dialog is None or dialog.form.kind != callback_data.form:
            return await self._gone(query, callback_data, context)
        closed = await self._closed(query, dialog)
        if closed:
            return closed
        if dialog.draft.version != callback_data.version:
            return await dialog.show(query, toast=texts.STALE_BUTTON)
        return await self._act(query, dialog, callback_data.action, callback_data.value)

    async def answer(self, message: Message, context: Context, continued: bool) -> Responses:
        """A message of someone who has a form open; `continued` if it is the first part of a text
        that was too long for one message."""
        dialog = self.dialog(context, context.draft)
        if dialog is None:
            return await self._answer_to_waiting(message, context)
        closed = await self._closed(message, dialog)
        if closed:
            return closed
        again = await dialog.form.reread(dialog, message) if dialog.form.reread else None
        if again is not None:
            return again
        if dialog.memory.is_rest_of_split(message):
            return await self._refuse_rest(message, dialog)
        if continued:
            dialog.memory.may_be_split(message)
            return await dialog.show(message, texts.TOO_LONG)
        if dialog.memory.is_repetition(message, dialog.draft):
            return await dialog.show(message, texts.REPETITION)
        asked = dialog.memory.step_replied_to(message, dialog.draft)
        on_screen = asked is None or asked == dialog.draft.step
        meant = button_meant(dialog, message, on_screen=on_screen)
        if meant is not None:
            return await self._act_as_typed(message, dialog, *meant)
        if asked is not None and not on_screen:
            return await self._amend(message, dialog, asked)
        if asked is None and _replies_to_a_form(message):
            return await dialog.show(message, texts.OTHER_FORM)
        if dialog.step.take is None:
            raise SkipHandler  # perhaps it is meant for somebody: see `only_buttons`
        return await self.take(message, dialog)

    async def only_buttons(self, message: Message, context: Context) -> Responses:
        """Why a message that nobody else takes is no answer to the open form, and its question;
        nothing if no form is open."""
        dialog = self.dialog(context, context.draft)
        return [] if dialog is None else await self.take(message, dialog)

    async def take(self, message: Message, dialog: AnyDialog) -> Responses:
        """Let the question that is asked take the message."""
        dialog.memory.may_be_split(message)
        dialog.memory.keep_in(dialog.draft)
        return await self._done(dialog, await dialog.take(message, typed(message)))

    async def question(self, event: Event, context: Context) -> Responses:
        """The question of the open form once more, below something else, or why it cannot go on;
        nothing if none is."""
        dialog = self.dialog(context, context.draft)
        if dialog is None:
            return []
        return await self._closed(event, dialog) or await dialog.show(event)

    async def correct(self, message: Message, context: Context) -> Responses:
        """An edit of the message that answered a question corrects that answer while the form is
        open."""
        for draft in await drafts_of(context.session, context.person):
            dialog = self.dialog(context, draft)
            answered = dialog.memory.answer_of(message.message_id) if dialog else None
            if dialog is not None and answered is not None:
                closed = await self._closed(message, dialog)
                return closed or await self._amend(message, dialog, answered.step)
            again = (
                await dialog.form.reread(dialog, message)
                if dialog is not None and dialog.form.reread
                else None
            )
            if dialog is not None and again is not None:
                return await self._closed(message, dialog) or again
        raise SkipHandler

    def dialog(self, context: Context, draft: Draft | None) -> AnyDialog | None:
        """The form that the draft belongs to; None if it is not (any more) for this person, or
        of an earlier year."""
        form = self.forms.get(draft.form) if draft else None
        if draft is None or form is None or context.person.role not in form.roles:
            return None
        if form.of_campaign and draft.campaign_id != context.campaign.id:
            return None
        return Dialog(form, context, draft)

    async def waits(self, context: Context, draft: Draft | None) -> Responses:
        """The screen of an unfinished form that waits, if its kind has one; else that of the form
        which it had interrupted."""
        dialog = self.dialog(context, draft)
        if dialog is None:
            return []
        screen = dialog.form.waits(dialog) if dialog.form.waits else None
        if screen is None:
            return await self._interrupted_waits(dialog)
        dialog.remember(screen)
        return [say(context.person.id, screen)]

    async def waiting(self, context: Context) -> Responses:
        """The same for the first of the person's forms that has such a screen."""
        for draft in await drafts_of(context.session, context.person):
            waits = await self.waits(context, draft)
            if waits:
                return waits
        return []

    async def _answer_to_waiting(self, message: Message, context: Context) -> Responses:
        """The label of a button under a form that waits; nothing else is its answer."""
        label = as_label(message.text or "")
        for draft in await drafts_of(context.session, context.person) if label else ():
            dialog = self.dialog(context, draft)
            if dialog is not None and label in dialog.memory.labels:
                closed = await self._closed(message, dialog)
                return closed or await self._act(message, dialog, *dialog.memory.labels[label])
        raise SkipHandler

    async def _act(self, event: Event, dialog: AnyDialog, action: str, value: str) -> Responses:
        """What a button does, pressed or typed."""
        return await self._done(dialog, await act(event, dialog, action, value))

    async def _act_as_typed(
        self, message: Message, dialog: AnyDialog, action: str, value: str
    ) -> Responses:
        """A typed quick answer («3») is an answer like any other: it can be edited, replied to and
        sent twice."""
        step = dialog.draft.step
        responses = await self._act(message, dialog, action, value)
        if action == "pick" and not dialog.closed and dialog.draft.step != step:
            dialog.memory.message_taken(message, step)
            dialog.memory.keep_in(dialog.draft)
        return responses

    async def _amend(self, message: Message, dialog: AnyDialog, key: str) -> Responses:
        """Take the message as the answer to an earlier question."""
        return dialog.with_left_out(await self._amended(message, dialog, key))

    async def _amended(self, message: Message, dialog: AnyDialog, key: str) -> Responses:
        """The form then goes on where it stood, unless the new answer makes it stop before."""
        stood, step = dialog.step, dialog.form.step(key)
        if step is None or step.take is None:
            return await dialog.show(message, texts.OTHER_FORM)
        dialog.go(key)
        try:
            taken = await dialog.answer_step(typed(message))
        except Refusal as refused:
            dialog.go(stood.key)
            return await dialog.show(message, texts.not_corrected(refusal(refused)))
        step = dialog.step  # the take may have gone to another one
        dialog.memory.message_taken(message, step.key)
        if isinstance(taken, Screen) and (step is stood or step.due(dialog.answers)):
            return dialog.show_screen(message, taken)
        if stood.is_over(dialog.answers):
            return await dialog.proceed(message, texts.corrected(step.title))
        steps, due = dialog.form.steps, dialog.form.next_step(dialog.answers) or stood
        dialog.go((due if steps.index(due) < steps.index(stood) else stood).key)
        note = taken if isinstance(taken, str) else ""
        return await dialog.show(message, f"{texts.corrected(step.title)} {note}".rstrip())

    async def _refuse_rest(self, message: Message, dialog: AnyDialog) -> Responses:
        """Nothing is said to the further parts of a split text. If they came so late that the
        first one was taken, it is taken back now."""
        assert dialog.memory.overlong is not None
        first, _at = dialog.memory.overlong
        taken = dialog.memory.answer_of(first)
        if taken is None or getattr(dialog.answers, taken.step, None) is None:
            return []
        dialog.memory.answered.remove(taken)
        dialog.set(**{taken.step: None})
        due = dialog.form.next_step(dialog.answers)
        dialog.go(due.key if due else taken.step)
        return await dialog.show(message, texts.TOO_LONG)

    async def _closed(self, event: Event, dialog: AnyDialog) -> Responses:
        """Why the form cannot go on now; nothing if it can, and then it is the one that is open."""
        closed = await dialog.form.guard(dialog) if dialog.form.guard else None
        if closed is not None:
            return await self._done(dialog, show(event, closed))
        await dialog.activate()
        return []

    async def _done(self, dialog: AnyDialog, responses: Responses) -> Responses:
        """Once the form is closed, the one that it interrupted is shown as waiting."""
        return [*responses, *await self._interrupted_waits(dialog)] if dialog.closed else responses

    async def _interrupted_waits(self, dialog: AnyDialog) -> Responses:
        if dialog.memory.interrupted is None:
            return []
        context = dialog.context
        draft = await draft_by_id(context.session, context.person, dialog.memory.interrupted)
        return await self.waits(context, draft)

    async def _gone(self, query: CallbackQuery, pressed: FormButton, context: Context) -> Responses:
        form = self.forms.get(pressed.form)
        known = form is not None and context.person.role in form.roles
        gone = form.gone if form and known else texts.FORM_GONE
        if isinstance(gone, str):
            return alert(query, gone)
        if isinstance(gone, Screen):
            return show(query, gone)
        return await gone(query, context, pressed.draft)


def typed(message: Message) -> Typed:
    return Typed(message.text or message.caption, message)


def _replies_to_a_form(message: Message) -> bool:
    question = message.reply_to_message
    keyboard = question.reply_markup if question else None
    return keyboard is not None and any(
        FormButton.read(button.callback_data) for row in keyboard.inline_keyboard for button in row
    )
