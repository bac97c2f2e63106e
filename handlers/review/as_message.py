"""What an admin has written to return something with reaches the region all the same, where it
cannot be returned (any more): as a message."""

from domain.correspondence.messages import write_to_coordinator
from domain.people.people import coordinators
from handlers import phrases
from handlers.callbacks import AnswerMessage
from handlers.forms.typed import Event
from handlers.keyboards import button, rows
from handlers.notifications import nobody_to_tell, not_delivered, notified
from handlers.responses import Responses, Say, Screen, say, show
from handlers.review import texts
from handlers.review.returning_screens import ReturnDialog, Target, present_target
from models import Person


async def send_as_message(dialog: ReturnDialog, event: Event) -> Responses:
    context, words = dialog.context, dialog.answers.words
    if not words:
        return await dialog.show(event)  # a forged press
    target = await present_target(dialog)
    people = await coordinators(context.session, target.region.code)
    reached = [person for person in people if person.blocked_at is None]
    if not reached:
        return await dialog.show(event, nobody_to_tell(people))
    await dialog.close()
    blocked = [person for person in people if person.blocked_at is not None]
    sent = texts.returning.message_sent(words, notified(reached, blocked))
    to_region = [await _message(dialog, target, words, person) for person in reached]
    return [*show(event, Screen(sent)), *to_region]


async def _message(dialog: ReturnDialog, target: Target, words: str, to: Person) -> Say:
    context, by = dialog.context, dialog.context.person
    stored = await write_to_coordinator(context.session, words, to, by=by, now=context.now)
    text = texts.returning.message_to_region(target.region, target.event, words, by=by)
    reply = button(phrases.REPLY, AnswerMessage(message=stored.id))
    missed = Screen(not_delivered(to, target.region))
    sent = say(to.id, Screen(text, rows([reply])).kept())
    return sent.model_copy(update={"if_unreachable": say(by.id, missed)})
