"""Joining by the deep link of an invitation: the question, and the answer to it."""

from aiogram.types import Message
from pydantic import BaseModel

from domain.drafts import waiting_event
from domain.people.access_requests import ask_to_be_admin
from domain.people.colleagues import inviting_colleague
from domain.people.invitations import (
    accept,
    invitation_of,
    is_own,
    is_usable,
    may_try,
    record_wrong,
)
from domain.people.people import is_last_coordinator
from domain.regions.directory import region_by_code
from handlers.context import Context
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.typed import Event
from handlers.home import home, welcome
from handlers.joining import texts
from handlers.joining.screens import (
    show_home,
    tell_of_colleague,
    tell_of_left_region,
    tell_of_request,
)
from handlers.keyboards import MAIN, rows
from handlers.menu import START, keyboard
from handlers.region_news import tell_of_joining
from handlers.responses import Responses, Screen, SetMenu, say, show, without_buttons
from handlers.routes import command
from models import FormKind, Invitation, Role


class JoiningAnswers(BaseModel):
    """`invitation` is the id of the one that was opened."""

    invitation: int = 0


async def ask_to_join(message: Message, context: Context, argument: str) -> Responses:
    invitation = await _invitation(context, argument)
    if isinstance(invitation, Screen):
        return show(message, invitation)
    dialog = await Dialog.begin(JOINING, context, JoiningAnswers(invitation=invitation.id))
    return await dialog.show(message)


async def _invitation(context: Context, token: str) -> Invitation | Screen:
    """The invitation, if the person can use it; otherwise a screen that says why not."""
    session, person, now = context.session, context.person, context.now
    if person.is_admin:
        return Screen(texts.invitation.INVITATION_FOR_OTHERS)
    invitation = await invitation_of(session, token)
    if invitation is not None and is_own(invitation, person):
        return await home(context)
    # Whoever has the token of a revoked invitation is not guessing, and may be told.
    if invitation is not None and invitation.revoked_at is not None:
        return Screen(texts.invitation.REVOKED_INVITATION)
    if invitation is None or not is_usable(invitation, now):
        # Nobody guesses a right one, so only wrong ones are refused for having been too many.
        if not await may_try(session, person, now):
            return Screen(texts.invitation.TOO_MANY_WRONG)
        record_wrong(session, person, now)
        return Screen(texts.invitation.WRONG_INVITATION)
    if person.is_coordinator and person.region_code == invitation.region_code:
        return Screen(texts.invitation.already_coordinator(region=context.region.name))
    return invitation


async def _confirm(dialog: Dialog[JoiningAnswers]) -> Screen:
    """A coordinator of another region is told what the yes takes away."""
    context, person = dialog.context, dialog.context.person
    invitation = await context.session.get_one(Invitation, dialog.answers.invitation)
    code = invitation.region_code
    draft = await waiting_event(context.session, person, context.campaign.id)
    text = texts.invitation.confirm_joining(
        region=region_by_code(code).name if code else None,
        present=context.region.name if person.is_coordinator else None,
        inviter=await inviting_colleague(context.session, invitation),
        is_last=await is_last_coordinator(context.session, person),
        unfinished_event=draft is not None and bool(draft.answers),
    )
    yes = dialog.button(
        texts.invitation.YES_RIGHT if code else texts.invitation.SEND_ADMIN_REQUEST,
        "finish",
        style=MAIN,
    )
    return Screen(text, rows([yes, dialog.cancel_button(texts.invitation.NO)]))


async def _join(dialog: Dialog[JoiningAnswers], event: Event) -> Responses:
    context, person = dialog.context, dialog.context.person
    await dialog.close()
    former_region = person.region_code if person.is_coordinator else None
    invitation = await accept(context.session, person, dialog.answers.invitation, context.now)
    if invitation is None:
        return show(event, Screen(texts.invitation.WRONG_INVITATION))
    if invitation.region_code is None:
        request = await ask_to_be_admin(context.session, person, invitation, context.now)
        sent = show(event, Screen(texts.invitation.ADMIN_REQUEST_SENT))
        return [*sent, *await tell_of_request(context, request)]
    inviter = await inviting_colleague(context.session, invitation)
    told = await tell_of_colleague(context, person, inviter) if inviter else []
    return [
        *show(event, Screen(texts.invitation.JOINED, keyboard(Role.COORDINATOR))),
        *without_buttons(event),
        say(person.id, await welcome(person, context)),
        SetMenu(chat_id=person.id, role=Role.COORDINATOR),
        *await tell_of_left_region(context, person, former_region),
        *await tell_of_joining(context, person),
        *told,
    ]


JOINING: Form[JoiningAnswers] = Form(
    kind=FormKind.JOIN,
    answers=JoiningAnswers,
    steps=(Step(key="confirm", screen=_confirm, is_due=always, words=YES_OR_NO),),
    roles=frozenset({Role.STRANGER, Role.HELPER, Role.COORDINATOR}),
    finish=_join,
    cancel=Screen(texts.invitation.INVITATION_LEFT),
    gone=show_home,
)

ROUTES = (command(START, ask_to_join, with_argument=True),)
