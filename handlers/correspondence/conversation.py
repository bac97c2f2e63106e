"""Coordinators and the ministry write to one another: by the button under a message, by replying to
it, or by simply typing."""

from contextlib import suppress
from datetime import timedelta

from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from domain.correspondence.messages import newest_from
from domain.drafts import draft_by_id
from domain.refusal import Refusal
from handlers.callbacks import AnswerMessage, PastedToMinistry, ReplyToDecision, ReplyToMinistry
from handlers.context import Context
from handlers.correspondence import texts
from handlers.correspondence.answers import ReplyAnswers
from handlers.correspondence.form import REPLY, send, why_not
from handlers.forms.actions import is_word_of_forms
from handlers.forms.dialog import Dialog
from handlers.forms.engine import Engine, typed
from handlers.forms.texts import caption_only
from handlers.forms.typed import Typed
from handlers.keyboards import KEPT
from handlers.menu import is_command
from handlers.responses import Responses, Screen, alert, below, noted, show
from handlers.routes import Route, press
from models import FormKind

# For how long after a message what is typed without a button may be meant for it.
CONVERSATION = timedelta(days=3)

ReplyButton = ReplyToMinistry | ReplyToDecision | AnswerMessage


class RepliesTo(Filter):
    """A reply (swipe) to a message that has one of those buttons; gives the button's data."""

    def __init__(self, *buttons: type[CallbackData]) -> None:
        self._buttons = {each.__prefix__: each for each in buttons}

    async def __call__(self, message: Message, context: Context) -> bool | dict[str, CallbackData]:
        question = message.reply_to_message
        keyboard = question.reply_markup if question else None
        if keyboard is None or is_command(message.text, context.person.role):
            return False
        for button in (button for row in keyboard.inline_keyboard for button in row):
            data = (button.callback_data or "").removeprefix(KEPT)
            kind = self._buttons.get(data.partition(":")[0])
            with suppress(TypeError, ValueError):  # another bot's button may begin like ours
                if kind is not None:
                    return {"answered": kind.unpack(data)}
        return False


async def ask(query: CallbackQuery, callback_data: ReplyButton, context: Context) -> Responses:
    """In a message of its own, under older messages, too: what is answered stays to be read. A text
    that waits to be confirmed is now meant for this message."""
    answers = ReplyAnswers(**callback_data.model_dump())
    draft = context.draft
    if draft is not None and draft.form == FormKind.REPLY:
        open_now = ReplyAnswers.model_validate(draft.answers)
        if open_now.text is None and open_now.answers_the_same(answers):
            return alert(query, texts.ASKED_ALREADY)  # a second tap
        kept = open_now.model_dump(include={"text", "sure"})
        answers = answers.model_copy(update=kept)
    reason = await why_not(context, answers)
    if reason is not None:
        return alert(query, reason)
    return below(await (await Dialog.begin(REPLY, context, answers)).show(query))


async def reply(
    message: Message, answered: ReplyButton, context: Context, forms: Engine
) -> Responses:
    """A reply to a message is passed on; another form that is open stays open."""
    answers = ReplyAnswers(**answered.model_dump())
    reason = await why_not(context, answers)
    if reason is not None:
        return show(message, Screen(texts.not_sent(reason, typed(message).text)))
    try:
        written = answers.written(typed(message))
    except Refusal:
        written = None
    # One that is refused is asked for again; and a question that is open already is answered so.
    if written is None or (context.draft and context.draft.form == FormKind.REPLY):
        return await forms.take(message, await Dialog.begin(REPLY, context, answers))
    sent = noted(await send(context, message, written), caption_only(message), context.person.id)
    return [*sent, *await forms.question(message, context)]


async def offer(message: Message, context: Context, interrupted: bool, forms: Engine) -> Responses:
    """Typed while the bot asks nothing: perhaps it is meant for the other side. For an admin that
    is only so if something has come from there lately."""
    text, by = typed(message).text, context.person
    if interrupted or not text or is_command(text, by.role):
        raise SkipHandler
    coordinator, since = None if by.is_admin else by, context.now - CONVERSATION
    newest = await newest_from(context.session, since=since, coordinator=coordinator)
    begins = by.is_coordinator and context.draft is None and not is_word_of_forms(text)
    if newest is None and not begins:
        raise SkipHandler
    if await forms.waiting(context):  # an unfinished form is offered instead
        raise SkipHandler
    answers = ReplyAnswers(message=newest.id if newest else 0)
    unfinished = await Dialog.unfinished(REPLY, context)
    if newest is None and unfinished is not None:  # the question for it has been left
        answers = unfinished.answers
    answers = answers.model_copy(update={"sure": False})
    if await why_not(context, answers) is not None:
        raise SkipHandler
    return await forms.take(message, await Dialog.begin(REPLY, context, answers))


async def take_pasted(
    query: CallbackQuery, callback_data: PastedToMinistry, context: Context
) -> Responses:
    """A text that was taken for an event: whether to send it is asked, as of any other."""
    draft = await draft_by_id(context.session, context.person, callback_data.draft)
    pasted = draft.answers.get("pasted") if draft is not None else None
    if draft is None or not pasted:
        return alert(query, texts.CANCELLED_ALREADY)
    unfinished = await Dialog.unfinished(REPLY, context)
    before = unfinished.answers if unfinished is not None else ReplyAnswers()
    try:
        answers = before.written(Typed("\n".join(each["text"] for each in pasted)))
    except Refusal as refused:
        return alert(query, str(refused))
    await context.session.delete(draft)
    context.draft = None
    await context.session.flush()
    dialog = await Dialog.begin(REPLY, context, answers.model_copy(update={"sure": False}))
    return await dialog.show(query)


COORDINATORS_ROUTES = (
    press(PastedToMinistry, take_pasted),
    press(ReplyToMinistry, ask),
    press(ReplyToDecision, ask),
    press(AnswerMessage, ask),
    Route("message", reply, (RepliesTo(ReplyToMinistry, ReplyToDecision, AnswerMessage),)),
)
ADMINS_ROUTES = (
    press(AnswerMessage, ask),
    Route("message", reply, (RepliesTo(AnswerMessage),)),
)
# After the forms: what is typed answers an open one.
TYPED_ROUTES = (Route("message", offer),)
