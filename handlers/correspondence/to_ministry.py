"""A coordinator's words on their way to the admins."""

from domain.correspondence.messages import Answered, answered_by_coordinator, write_to_ministry
from handlers import phrases
from handlers.callbacks import AnswerMessage, ReviewReport
from handlers.context import Context
from handlers.correspondence import texts
from handlers.correspondence.answers import ReplyAnswers
from handlers.forms.typed import Event
from handlers.keyboards import MAIN, button, rows
from handlers.notifications import notify_admins
from handlers.responses import Responses, Screen, show


async def answered(context: Context, answers: ReplyAnswers) -> Answered | None:
    """None if it is not, or not any more, theirs to answer."""
    return await answered_by_coordinator(
        context.session,
        context.person,
        message=answers.message,
        mailing=answers.mailing,
        decision=answers.decision,
    )


async def send(context: Context, event: Event, answers: ReplyAnswers) -> Responses:
    to_what = await answered(context, answers)
    if to_what is None:
        return show(event, Screen(texts.not_sent(texts.IS_GONE, answers.text)))
    text, by, now = answers.text or "", context.person, context.now
    message = await write_to_ministry(context.session, text, to_what, by=by, now=now)
    for_admins = texts.to_admins(
        text, to_what, by=by, region=context.region, now=now, zone=context.zone
    )
    answer = button(texts.ANSWER, AnswerMessage(message=message.id), MAIN)
    report = button(phrases.REGION_REPORT, ReviewReport(code=message.region_code))
    sent = await notify_admins(context, Screen(for_admins, rows([answer], [report])).kept())
    return [*show(event, Screen(texts.PASSED_ON if sent else texts.NOBODY_HEARS)), *sent]
