"""An admin declines a request for access, with a word of why or without one."""

from aiogram.types import CallbackQuery
from pydantic import BaseModel

from domain.people.access_requests import REASON_LENGTH, decline, request_by_id
from domain.text.cleaning import clean_text
from handlers.context import Context
from handlers.forms.dialog import Dialog, Form, Step, yes_or_no
from handlers.forms.typed import Event, Taken, Typed
from handlers.home import declined_request
from handlers.joining import texts
from handlers.joining.screens import decided_request, request_card
from handlers.keyboards import rows
from handlers.responses import Responses, Screen, say, show
from models import AccessRequest, FormKind, Person, Role


class DeclineAnswers(BaseModel):
    """`request` is the id of the one that is declined; `reason` is empty for none."""

    request: int = 0
    reason: str | None = None


DeclineDialog = Dialog[DeclineAnswers]


async def begin_declining(
    query: CallbackQuery, request: AccessRequest, context: Context
) -> Responses:
    dialog = await Dialog.begin(NO_ACCESS, context, DeclineAnswers(request=request.id))
    return await dialog.show(query)


async def undecided(context: Context, request_id: int) -> AccessRequest | Screen:
    """The request, locked; or a screen that says why it cannot be decided any more."""
    request = await request_by_id(context.session, request_id)
    if request is None:
        return Screen(texts.requests.NO_REQUESTS)
    if request.decided_by is None:
        return request
    asker = await context.session.get_one(Person, request.person_id)
    decider = await context.session.get_one(Person, request.decided_by)
    return decided_request(request, asker, decider)


async def declined(
    event: Event, request: AccessRequest, reason: str, context: Context
) -> Responses:
    """Whoever asked is told."""
    asker = await context.session.get_one(Person, request.person_id)
    await decline(context.session, request, reason, by=context.person, now=context.now)
    told = await declined_request(request, context)
    return [*show(event, decided_request(request, asker, context.person)), say(asker.id, told)]


async def _ask_reason(dialog: DeclineDialog) -> Screen:
    card = await _card(dialog)
    quick = [[dialog.button(label, "pick", key)] for key, label in texts.requests.REASONS.items()]
    without = dialog.button(texts.requests.NO_REASON, "keep")
    keyboard = rows(*quick, [without], [dialog.cancel_button(texts.requests.KEEP_OPEN)])
    return Screen(texts.requests.ask_reason(card.text), keyboard)


async def _take_reason(dialog: DeclineDialog, typed: Typed) -> Taken:
    if typed.message is None:
        dialog.set(reason=texts.requests.REASONS.get(typed.text or "", ""))
    else:
        dialog.set(reason=clean_text(typed.words(), limit=REASON_LENGTH))
    return ""


async def _decline(dialog: DeclineDialog, event: Event) -> Responses:
    request = await undecided(dialog.context, dialog.answers.request)
    await dialog.close()
    if isinstance(request, Screen):
        return show(event, request)
    return await declined(event, request, dialog.answers.reason or "", dialog.context)


async def _cancel(dialog: DeclineDialog, event: Event) -> Responses:
    card = await _card(dialog)
    await dialog.close()
    return show(event, card)


async def _card(dialog: DeclineDialog) -> Screen:
    context = dialog.context
    request = await context.session.get_one(AccessRequest, dialog.answers.request)
    asker = await context.session.get_one(Person, request.person_id)
    return await request_card(request, asker, context)


async def _guard(dialog: DeclineDialog) -> Screen | None:
    """Another admin may have decided meanwhile, or the person has joined by a link."""
    request = await undecided(dialog.context, dialog.answers.request)
    if isinstance(request, AccessRequest):
        return None
    await dialog.close()
    return request


NO_ACCESS: Form[DeclineAnswers] = Form(
    kind=FormKind.NO_ACCESS,
    answers=DeclineAnswers,
    steps=(
        Step(
            key="reason",
            title=texts.requests.REASON,
            screen=_ask_reason,
            take=_take_reason,
            empty="",
            words=yes_or_no("show", "show"),  # neither is a reason: the question comes again
        ),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=_decline,
    cancel=_cancel,
    gone=texts.requests.DECLINE_GONE,
    guard=_guard,
)
