"""«Ответить министерству»: a coordinator's words to the admins, by the button under a message of
the ministry or by replying to it."""

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message
from pydantic import BaseModel

from domain.audit.trail import record
from domain.mailings.progress import mailing_received
from domain.refusal import Refusal
from domain.text.cleaning import clean_line
from handlers.callbacks import ReplyToMinistry
from handlers.context import Context
from handlers.forms.dialog import Dialog, Form, Step
from handlers.forms.engine import Engine, typed
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import KEPT, rows
from handlers.mailings import texts
from handlers.notifications import notify_admins
from handlers.responses import Responses, Screen, alert, below, show
from handlers.routes import Route, press
from models import AuditAction, FormKind, Mailing, Role

LIMIT = 500  # characters


class ReplyAnswers(BaseModel):
    """`mailing` is the id of the mailing that is answered, 0 for none in particular. `picture_left`
    says that there was a picture or file, of which only the caption is passed on."""

    mailing: int = 0
    text: str | None = None
    picture_left: bool = False


class RepliesToMinistry(Filter):
    """A reply (swipe) to a message of the ministry; gives the data of its button."""

    async def __call__(self, message: Message) -> bool | dict[str, ReplyToMinistry]:
        question = message.reply_to_message
        keyboard = question.reply_markup if question else None
        for row in keyboard.inline_keyboard if keyboard else ():
            for button in row:
                data = (button.callback_data or "").removeprefix(KEPT)
                if data.startswith(f"{ReplyToMinistry.__prefix__}:"):
                    return {"answered": ReplyToMinistry.unpack(data)}
        return False


async def ask(query: CallbackQuery, callback_data: ReplyToMinistry, context: Context) -> Responses:
    """In a message of its own: the ministry's stays to be read."""
    draft, mailing_id = context.draft, callback_data.mailing
    if draft and draft.form == FormKind.REPLY and draft.answers.get("mailing", 0) == mailing_id:
        return alert(query, texts.replies.ASKED_ALREADY)  # a second tap
    if mailing_id and await _mailing(context, mailing_id) is None:
        return alert(query, texts.replies.IS_GONE)
    dialog = await Dialog.begin(REPLY, context, ReplyAnswers(mailing=mailing_id))
    return below(await dialog.show(query))


async def reply(
    message: Message, answered: ReplyToMinistry, context: Context, forms: Engine
) -> Responses:
    """A reply to a message of the ministry is passed on; a form that is open stays open."""
    if answered.mailing and await _mailing(context, answered.mailing) is None:
        return show(message, Screen(texts.replies.IS_GONE))
    answers = ReplyAnswers(mailing=answered.mailing)
    try:
        answers = _answered(answers, typed(message))
    except Refusal:
        # The question is shown with the reason, and waits for another answer.
        return await forms.take(message, await Dialog.begin(REPLY, context, answers))
    return [
        *await _pass_on(context, message, answers),
        *await forms.question(message, context),
    ]


async def _screen(dialog: Dialog[ReplyAnswers]) -> Screen:
    mailing = await _mailing(dialog.context, dialog.answers.mailing)
    text = texts.replies.ask(mailing, limit=LIMIT)
    return Screen(text, rows([dialog.cancel_button()]))


async def _take(dialog: Dialog[ReplyAnswers], typed: Typed) -> Taken:
    answers = _answered(dialog.answers, typed)
    dialog.set(text=answers.text, picture_left=answers.picture_left)
    return ""


def _answered(answers: ReplyAnswers, typed: Typed) -> ReplyAnswers:
    if typed.text is None:
        raise Refusal(texts.replies.ONLY_TEXT)
    line = clean_line(typed.text, limit=LIMIT)
    captioned = typed.message is not None and typed.message.text is None
    return answers.model_copy(update={"text": line, "picture_left": captioned})


async def _finish(dialog: Dialog[ReplyAnswers], event: Event) -> Responses:
    await dialog.close()
    return await _pass_on(dialog.context, event, dialog.answers)


async def _pass_on(context: Context, event: Event, answers: ReplyAnswers) -> Responses:
    for_admins = texts.replies.answer(
        answers.text or "",
        by=context.person,
        region=context.region,
        mailing=await _mailing(context, answers.mailing),
        now=context.now,
        zone=context.zone,
    )
    record(
        context.session,
        AuditAction.MAILING_ANSWERED,
        answers.mailing,
        now=context.now,
        by=context.person,
        region_code=context.region.code,
    )
    left_out = f" {texts.replies.PICTURE_LEFT}" if answers.picture_left else ""
    return [
        *show(event, Screen(f"{texts.replies.PASSED_ON}{left_out}")),
        *await notify_admins(context, Screen(for_admins)),
    ]


async def _mailing(context: Context, mailing_id: int) -> Mailing | None:
    """None for 0, and for what the person has not received."""
    return await mailing_received(context.session, context.person, mailing_id)


REPLY: Form[ReplyAnswers] = Form(
    kind=FormKind.REPLY,
    answers=ReplyAnswers,
    steps=(Step(key="text", screen=_screen, take=_take),),
    roles=frozenset({Role.COORDINATOR}),
    finish=_finish,
    cancel=Screen(texts.replies.CANCELLED),
    gone=Screen(texts.replies.CANCELLED_ALREADY),
)


ROUTES = (
    press(ReplyToMinistry, ask),
    Route("message", reply, (RepliesToMinistry(),)),
)
