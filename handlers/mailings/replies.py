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
from handlers.keyboards import rows
from handlers.mailings import texts
from handlers.notifications import notify_admins
from handlers.responses import Responses, Screen, alert, below, show
from handlers.routes import Route, press
from models import AuditAction, FormKind, Mailing, Role

LIMIT = 500  # characters


class ReplyAnswers(BaseModel):
    """`mailing` is the message that is answered, 0 for none in particular. Of a picture only the
    caption is passed on; `picture_left` says so."""

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
                if button.callback_data and button.callback_data.startswith(
                    f"{ReplyToMinistry.__prefix__}:"
                ):
                    return {"answered": ReplyToMinistry.unpack(button.callback_data)}
        return False


async def ask(query: CallbackQuery, callback_data: ReplyToMinistry, context: Context) -> Responses:
    """In a message of its own: the ministry's stays to be read."""
    open_one = context.draft
    replying = open_one is not None and open_one.form == FormKind.REPLY
    if open_one and replying and open_one.answers.get("mailing", 0) == callback_data.mailing:
        return alert(query, texts.replies.ASKED_ALREADY)  # a second tap
    if await _is_gone(context, callback_data.mailing):
        return alert(query, texts.replies.IS_GONE)
    dialog = await Dialog.begin(REPLY, context, ReplyAnswers(mailing=callback_data.mailing))
    return below(await dialog.show(query))


async def reply(
    message: Message, answered: ReplyToMinistry, context: Context, forms: Engine
) -> Responses:
    """What is said in reply to the ministry is passed on; a form that is open stays open."""
    if await _is_gone(context, answered.mailing):
        return show(message, Screen(texts.replies.IS_GONE))
    answers = ReplyAnswers(mailing=answered.mailing)
    try:
        answers = _answered(answers, typed(message))
    except Refusal:
        # The question says why, and waits for a better answer.
        return await forms.take(message, await Dialog.begin(REPLY, context, answers))
    return [
        *await _pass_on(context, message, answers),
        *await forms.question(message, context),
    ]


async def _is_gone(context: Context, mailing_id: int) -> bool:
    if not mailing_id:
        return False
    return await mailing_received(context.session, context.person, mailing_id) is None


async def _screen(dialog: Dialog[ReplyAnswers], note: str) -> Screen:
    mailing = await _mailing(dialog.context, dialog.answers)
    text = texts.replies.ask(mailing, limit=LIMIT, note=note)
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
    told = texts.replies.answer(
        answers.text or "",
        by=context.person,
        region=context.region,
        mailing=await _mailing(context, answers),
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
    passed = texts.replies.PASSED_ON
    if answers.picture_left:
        passed = f"{passed} {texts.replies.PICTURE_LEFT}"
    return [
        *show(event, Screen(passed)),
        *await notify_admins(context, Screen(told)),
    ]


async def _mailing(context: Context, answers: ReplyAnswers) -> Mailing | None:
    return await context.session.get(Mailing, answers.mailing) if answers.mailing else None


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
