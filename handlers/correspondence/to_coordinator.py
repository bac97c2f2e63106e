"""An admin's answer on its way to the coordinator who wrote; the other admins see it, too."""

from zoneinfo import ZoneInfo

from domain.correspondence.messages import answer_coordinator, message_of_coordinator
from domain.regions.directory import region_by_code
from handlers.callbacks import AnswerMessage
from handlers.context import Context
from handlers.correspondence import texts
from handlers.correspondence.answers import ReplyAnswers
from handlers.forms.typed import Event
from handlers.keyboards import button, rows
from handlers.notifications import not_delivered, notify_admins
from handlers.phrases import REPLY
from handlers.responses import Responses, Say, Screen, say, show
from models import RegionMessage


async def why_not(context: Context, answers: ReplyAnswers) -> str | None:
    """Why the message cannot be answered (any more), as plain text; None if it can."""
    message = await message_of_coordinator(context.session, answers.message)
    if message is None:
        return texts.IS_GONE_FOR_ADMIN
    to = message.author
    if not to.is_coordinator or to.region_code != message.region_code:
        return texts.has_left(message)
    return texts.has_blocked(message) if to.blocked_at else None


async def message_answered(context: Context, answers: ReplyAnswers) -> RegionMessage:
    """Once it is known to be there: messages are never deleted."""
    message = await message_of_coordinator(context.session, answers.message)
    assert message is not None
    return message


async def send(context: Context, event: Event, answers: ReplyAnswers) -> Responses:
    message = await message_answered(context, answers)
    text, by, now = answers.text or "", context.person, context.now
    answer = await answer_coordinator(context.session, text, message, by=by, now=now)
    return [
        *show(event, Screen(texts.sent(message))),
        _for_coordinator(context, message, answer),
        *await _for_other_admins(context, message, text),
    ]


def _for_coordinator(context: Context, message: RegionMessage, answer: RegionMessage) -> Say:
    region, by = region_by_code(message.region_code), context.person
    zone = ZoneInfo(region.time_zone)
    text = texts.to_coordinator(answer.text, message, by=by, now=context.now, zone=zone)
    reply = button(REPLY, AnswerMessage(message=answer.id))
    sent = say(message.coordinator_id, Screen(text, rows([reply])).kept())
    missed = Screen(not_delivered(message.author, region))
    return sent.model_copy(update={"if_unreachable": say(by.id, missed)})


async def _for_other_admins(context: Context, message: RegionMessage, text: str) -> Responses:
    """Each of them has been asked, too, and may add something. They get it without a sound."""
    by, now, zone = context.person, context.now, context.zone
    seen = texts.to_other_admins(text, message, by=by, now=now, zone=zone)
    also = button(texts.ANSWER, AnswerMessage(message=message.id))
    return await notify_admins(context, Screen(seen, rows([also])).kept(), but=by, silent=True)
