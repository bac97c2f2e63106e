"""An admin refuses a request for more time, with a word of why or without one."""

from aiogram.types import CallbackQuery
from pydantic import BaseModel

from domain.campaigns.extensions import decline, parse_reason
from domain.people.people import admins
from domain.regions.directory import region_by_code
from handlers import formatting
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.request_card import (
    DeclineTime,
    decision,
    request_card,
    tell_other_admins,
    undecided,
)
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import DANGER, rows
from handlers.notifications import notified, notify_region
from handlers.reply_buttons import reply_to_decision
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from models import ExtensionRequest, FormKind, Person, Role


class DeclineAnswers(BaseModel):
    """`request` is the request's id; `why` empty for a refusal without a word."""

    request: int = 0
    why: str | None = None


DeclineDialog = Dialog[DeclineAnswers]


async def begin(query: CallbackQuery, callback_data: DeclineTime, context: Context) -> Responses:
    request = await undecided(context, callback_data.request)
    if isinstance(request, Screen):
        return show(query, request)
    dialog = await Dialog.begin(DECLINING, context, DeclineAnswers(request=request.id))
    return await dialog.show(query)


async def _guard(dialog: DeclineDialog) -> Screen | None:
    """Another admin may have decided meanwhile."""
    request = await undecided(dialog.context, dialog.answers.request)
    if not isinstance(request, Screen):
        return None
    await dialog.close()
    return request


async def _ask_why(dialog: DeclineDialog) -> Screen:
    context = dialog.context
    text = texts.declining.ask_why(await _request(dialog), context.zone)
    plainly = dialog.button(texts.declining.WITHOUT_WHY, "plainly", style=DANGER)
    return Screen(text, rows([plainly], [dialog.cancel_button(texts.declining.LEAVE)]))


async def _take_why(dialog: DeclineDialog, typed: Typed) -> Taken:
    dialog.set(why=parse_reason(typed.words()))
    return ""


async def _confirm(dialog: DeclineDialog) -> Screen:
    request, why = await _request(dialog), dialog.answers.why
    assert why is not None
    sure = dialog.button(texts.time_requests.DECLINE, "finish", style=DANGER)
    other = dialog.button(texts.declining.OTHER_WHY, "ask", "why")
    leave = dialog.cancel_button(texts.declining.LEAVE)
    return Screen(texts.declining.confirm(request, why), rows([sure], [other, leave]))


async def _decline(dialog: DeclineDialog, event: Event) -> Responses:
    context, request = dialog.context, await _request(dialog)
    region, why = region_by_code(request.region_code), dialog.answers.why or ""
    await dialog.close()
    entry = await decline(context.session, request, why, by=context.person, now=context.now)
    contact = formatting.contact(await admins(context.session))
    told = Screen(
        texts.declining.request_declined(region, why, contact),
        rows([reply_to_decision(entry)]),
    )
    sent = await notify_region(context, region, told.kept())
    note = notified(sent.reached, sent.blocked)
    others = await tell_other_admins(context, request)
    return [*show(event, await decision(context, request, note)), *sent.responses, *others]


async def _leave(dialog: DeclineDialog, event: Event) -> Responses:
    request = await _request(dialog)
    await dialog.close()
    asker = await dialog.context.session.get_one(Person, request.person_id)
    return show(event, await request_card(dialog.context, request, asker))


async def _request(dialog: DeclineDialog) -> ExtensionRequest:
    """Which the guard has found undecided, and locked."""
    return await dialog.context.session.get_one(ExtensionRequest, dialog.answers.request)


DECLINING: Form[DeclineAnswers] = Form(
    kind=FormKind.DECLINE,
    answers=DeclineAnswers,
    steps=(
        Step(key="why", title=texts.declining.WHY, screen=_ask_why, take=_take_why),
        Step(key="confirm", screen=_confirm, is_due=always, words=YES_OR_NO),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=_decline,
    cancel=_leave,
    guard=_guard,
    of_campaign=True,
    actions={"plainly": _decline},
)

ROUTES = (press(DeclineTime, begin),)
