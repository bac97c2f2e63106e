"""/broadcast: an admin's own message to regions, shown first exactly as they will get it."""

from aiogram.types import CallbackQuery, Message

from domain.drafts import draft_of
from domain.mailings.mailings import Recipients, recipients_of
from domain.refusal import Refusal
from handlers import menu
from handlers.callbacks import ReplyToMinistry
from handlers.context import Context
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.texts import BACK, PRESS_A_BUTTON
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import MAIN, rows
from handlers.mailings import texts
from handlers.mailings.audiences import (
    NAMES,
    AudienceAnswers,
    audience_menu,
    audience_step,
    other_audience,
    take_audience,
    whom_missed,
)
from handlers.mailings.screens import reply_keyboard
from handlers.mailings.sending import send, warning
from handlers.mailings.written_message import written_message
from handlers.responses import Responses, SayAsWritten, Screen, alert
from handlers.routes import command, press
from models import BroadcastContent, FormKind, MailingKind, Role, WrittenMessage


class BroadcastAnswers(AudienceAnswers):
    content: WrittenMessage | None = None


BroadcastDialog = Dialog[BroadcastAnswers]


async def begin(message: Message, context: Context, argument: str) -> Responses:
    """An unfinished broadcast goes on with the audience and the message it has."""
    draft = await draft_of(context.session, context.person, FormKind.BROADCAST)
    if draft is None:
        dialog = await Dialog.begin(BROADCAST, context)
    else:
        dialog = Dialog(BROADCAST, context, draft)
        await dialog.activate()
    if not argument:
        return await dialog.proceed(message)
    dialog.go("audience")
    return await dialog.take(message, Typed(argument))


async def press_in_preview(query: CallbackQuery) -> Responses:
    return alert(query, texts.broadcast.ONLY_A_PREVIEW)


async def _ask_whom(dialog: BroadcastDialog) -> Screen:
    kept = texts.broadcast.MESSAGE_KEPT if dialog.answers.content else ""
    menu = await audience_menu(dialog, question=texts.broadcast.WHOM, everyone=True)
    return menu.with_note(kept)


async def _take_audience(dialog: BroadcastDialog, typed: Typed) -> Taken:
    """The message is taken, too, when it comes before the audience is chosen."""
    try:
        return await take_audience(dialog, typed)
    except Refusal:
        if dialog.answers.content is not None or typed.message is None:
            raise
    taken = await _take_message(dialog, typed)
    dialog.set(audience=None)
    return taken


async def _ask_for_message(dialog: BroadcastDialog) -> Screen:
    kept = dialog.answers.content is not None
    text = texts.broadcast.ask_for_message(dialog.answers.audience, kept=kept)
    back = [dialog.button(BACK, "back")] if kept else []
    keyboard = rows([other_audience(dialog)], [*back, dialog.cancel_button()])
    return Screen(text, keyboard)


async def _take_message(dialog: BroadcastDialog, typed: Typed) -> Taken:
    """At any step: another message replaces the one that is there."""
    if typed.message is None:
        raise Refusal(PRESS_A_BUTTON)
    dialog.set(content=written_message(typed.message))
    dialog.go("content")
    return ""


async def _above(dialog: BroadcastDialog) -> Responses:
    content = dialog.answers.content
    assert content is not None, "shown only once it is written"
    to = dialog.context.person.id
    return [SayAsWritten(chat_id=to, content=content, keyboard=reply_keyboard())]


async def _confirm(dialog: BroadcastDialog, *, named: bool = False) -> Screen:
    """Shown under the message as it will be sent. `named`: with the names of all whom it will not
    reach."""
    to = await _recipients(dialog)
    recent = await warning(dialog, to, MailingKind.BROADCAST)
    text = texts.broadcast.confirm(dialog.answers.chosen, to, warning=recent, named=named)
    confirm = [dialog.button(texts.mailing.SEND, "finish", style=MAIN)] if to.people else []
    change = dialog.button(texts.broadcast.CHANGE, "ask", "content")
    keyboard = rows(
        confirm,
        whom_missed(dialog, to, named=named),
        [other_audience(dialog)],
        [change, dialog.cancel_button()],
    )
    return Screen(text, keyboard)


async def _name_missed(dialog: BroadcastDialog, _: str) -> Screen:
    return await _confirm(dialog, named=True)


async def _send(dialog: BroadcastDialog, event: Event) -> Responses:
    audience, message = dialog.answers.chosen, dialog.answers.content
    assert message is not None
    content = BroadcastContent(message=message, whom=audience.whom, which=audience.which)
    return await send(dialog, event, await _recipients(dialog), content)


async def _recipients(dialog: BroadcastDialog) -> Recipients:
    context = dialog.context
    return await recipients_of(context.session, context.campaign, dialog.answers.chosen)


def _waits(dialog: BroadcastDialog) -> Screen | None:
    """That a message is written and not sent, with the buttons to go on or cancel."""
    if dialog.answers.content is None:
        return None
    go_on = dialog.button(texts.broadcast.GO_ON, "show", style=MAIN)
    return Screen(texts.broadcast.WAITS, rows([go_on, dialog.cancel_button()]))


BROADCAST: Form[BroadcastAnswers] = Form(
    kind=FormKind.BROADCAST,
    answers=BroadcastAnswers,
    steps=(
        audience_step(_ask_whom, _take_audience),
        Step(
            key="content",
            title=texts.broadcast.MESSAGE,
            screen=_ask_for_message,
            take=_take_message,
            takes_media=True,
        ),
        Step(
            key="confirm",
            screen=_confirm,
            take=_take_message,
            takes_media=True,
            is_due=always,
            press={NAMES: _name_missed},
            words=YES_OR_NO,
            above=_above,
        ),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=_send,
    cancel=Screen(texts.broadcast.CANCELLED),
    gone=texts.broadcast.IS_GONE,
    waits=_waits,
)

ROUTES = (
    command(menu.BROADCAST, begin),
    press(ReplyToMinistry, press_in_preview),
)
