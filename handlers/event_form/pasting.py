"""A text or a forwarded post that nobody asked for: if it tells of an event, the form is filled in
from it."""

import re

from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from domain.drafts import draft_of, is_in_report
from domain.events.links import apart_from_links
from domain.pasted.recognising import has_several, is_event
from handlers.context import Context
from handlers.event_form import texts
from handlers.event_form.answers import EventDialog, PastedMessage
from handlers.event_form.form import EVENT, begin_pasted, left_from_earlier_year, why_nothing_new
from handlers.event_form.pasted import (
    is_next_part,
    left_out,
    pasted_message,
    read,
    reread,
    show_waiting,
)
from handlers.event_form.proposing import places_known, too_many_wait
from handlers.event_form.screens import event_waits
from handlers.forms.dialog import Dialog
from handlers.responses import Responses, Screen, noted, show
from handlers.routes import Route
from models import Draft, FormKind

TEXTS_LATER = 20  # of other events, that come after an unfinished one
_ANYTHING = re.compile(r"[^\W_]{5}|\d")  # whatever has less is not looked into


async def paste(message: Message, context: Context) -> Responses:
    """Whatever is no event goes on to those who may be meant."""
    sent = pasted_message(message)
    if sent is None or not _is_outside(message, sent, context):
        raise SkipHandler
    draft = await draft_of(context.session, context.person, FormKind.EVENT)
    is_waiting = draft is not None and is_in_report(draft, context.person, context.campaign.id)
    waiting = Dialog(EVENT, context, draft) if draft is not None and is_waiting else None
    again = await _said_before(waiting, message, sent) if waiting is not None else None
    if again is not None:
        return again
    if not await _tells_of_event(sent, context):
        raise SkipHandler
    if has_several(sent.text):
        return show(message, Screen(texts.pasted.several(helper=context.person.is_helper)))
    begun = await _begin(message, context, draft, waiting, sent)
    return noted(begun, left_out(message), context.person.id)


def _is_outside(message: Message, sent: PastedMessage, context: Context) -> bool:
    """Whether it answers nothing: no other form is open, and no message was swiped. Below an open
    card, a mere link is none of another event."""
    if message.reply_to_message is not None or not _ANYTHING.search(sent.text):
        return False
    draft = context.draft
    return draft is None or (draft.form == FormKind.EVENT and bool(_words(sent.text)))


def _words(text: str) -> str:
    words, links = apart_from_links(text)
    return words if links else text


async def _said_before(
    waiting: EventDialog, message: Message, sent: PastedMessage
) -> Responses | None:
    """What becomes of a text that is read already, and of its next part."""
    answers, later = waiting.answers, waiting.answers.pasted_later
    if sent.text in {each.text for each in answers.pasted}:
        await waiting.activate()
        return await waiting.show(message)
    if any(sent.text == each.text for texts_of_one in later for each in texts_of_one):
        return show_waiting(waiting, message, later)
    if is_next_part((later or [answers.pasted])[-1][-1:], message):
        return await reread(waiting, message)
    return None


async def _tells_of_event(sent: PastedMessage, context: Context) -> bool:
    places = await places_known(context)
    found = read([sent], context, places)
    return is_event(sent.text, found, forwarded=sent.post is not None or sent.private_post)


async def _begin(
    message: Message,
    context: Context,
    draft: Draft | None,
    waiting: EventDialog | None,
    sent: PastedMessage,
) -> Responses:
    """The form; or, if an event is unfinished, the choice which one first. Where the report is
    closed the text is kept as a draft all the same."""
    if waiting is not None and waiting.draft.answers:
        later = waiting.answers.pasted_later
        if len(later) == TEXTS_LATER:
            too_many = event_waits(waiting).with_note(texts.pasted.TOO_MANY_LATER)
            waiting.remember(too_many)
            return show(message, too_many)
        shown = show_waiting(waiting, message, [*later, [sent]])
        closed = await why_nothing_new(context, waiting.draft)
        return show(message, closed) if closed else shown
    left = await left_from_earlier_year(context, draft)
    begun = await begin_pasted(message, context, [[sent]])
    closed = await why_nothing_new(context, context.draft) or await too_many_wait(context)
    if closed is None or context.draft is None:
        return [*left, *begun]
    context.draft.active, context.draft = False, None
    return [*left, *show(message, closed)]


ROUTES = (Route("message", paste),)
