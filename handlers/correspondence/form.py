"""The form in which a coordinator writes to the ministry, and an admin to a coordinator: the text,
and whether to send it where nobody asked for one."""

from domain.correspondence.messages import newest_answer_to
from handlers.context import Context
from handlers.correspondence import texts, to_coordinator, to_ministry
from handlers.correspondence.answers import ReplyAnswers, ReplyDialog
from handlers.forms.dialog import Form, Step, yes_or_no
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import MAIN, rows
from handlers.responses import Responses, Screen, show
from models import FormKind, Role
from models.region_message import TEXT_LIMIT

SEND = "send"  # the action of the button that confirms


async def why_not(context: Context, answers: ReplyAnswers) -> str | None:
    """Why the person cannot answer that, as plain text; None if they can."""
    if context.person.is_admin:
        return await to_coordinator.why_not(context, answers)
    return None if await to_ministry.answered(context, answers) else texts.IS_GONE


async def send(context: Context, event: Event, answers: ReplyAnswers) -> Responses:
    reason = await why_not(context, answers)
    if reason is not None:
        return show(event, Screen(texts.not_sent(reason, answers.text)))
    if context.person.is_admin:
        return await to_coordinator.send(context, event, answers)
    return await to_ministry.send(context, event, answers)


async def _ask(dialog: ReplyDialog) -> Screen:
    return Screen(await _question(dialog), rows([dialog.cancel_button()]))


async def _question(dialog: ReplyDialog) -> str:
    context, answers = dialog.context, dialog.answers
    if not context.person.is_admin:
        answered = await to_ministry.answered(context, answers)
        assert answered is not None, "what is answered is never deleted"
        return texts.ask_coordinator(answered, limit=TEXT_LIMIT)
    message = await to_coordinator.message_answered(context, answers)
    newest = await newest_answer_to(context.session, message)
    return texts.ask_admin(
        message, newest=newest, limit=TEXT_LIMIT, now=context.now, zone=context.zone
    )


async def _take(dialog: ReplyDialog, typed: Typed) -> Taken:
    """At either step: what is typed at the confirmation is added."""
    answers = dialog.answers.written(typed)
    dialog.set(text=answers.text)
    return "" if answers.sure else texts.NOT_EXPECTED


async def _confirm(dialog: ReplyDialog) -> Screen:
    context, text = dialog.context, dialog.answers.text or ""
    question = texts.confirm_for_ministry(text)
    if context.person.is_admin:
        message = await to_coordinator.message_answered(context, dialog.answers)
        question = texts.confirm_for_coordinator(text, message)
    yes = dialog.button(texts.SEND, SEND, style=MAIN)
    return Screen(question, rows([yes], [dialog.cancel_button(texts.DO_NOT_SEND)]))


async def _sure(dialog: ReplyDialog, _: str) -> Taken:
    dialog.set(sure=True)
    return ""


async def _finish(dialog: ReplyDialog, event: Event) -> Responses:
    await dialog.close()
    return await send(dialog.context, event, dialog.answers)


def _waits(dialog: ReplyDialog) -> Screen | None:
    """Nothing as long as nothing is written: there is nothing to lose."""
    if dialog.answers.text is None:
        return None
    go_on = dialog.button(texts.GO_ON, "show", style=MAIN)
    return Screen(texts.waits(dialog.answers.text), rows([go_on, dialog.cancel_button()]))


REPLY: Form[ReplyAnswers] = Form(
    kind=FormKind.REPLY,
    answers=ReplyAnswers,
    steps=(
        Step(key="text", screen=_ask, take=_take, any_words=True),
        Step(
            key="confirm",
            screen=_confirm,
            take=_take,
            is_due=lambda answers: not answers.sure,
            press={SEND: _sure},
            words=yes_or_no(SEND, "cancel"),
        ),
    ),
    roles=frozenset({Role.COORDINATOR, Role.ADMIN}),
    finish=_finish,
    cancel=Screen(texts.CANCELLED),
    gone=Screen(texts.CANCELLED_ALREADY),
    waits=_waits,
)
