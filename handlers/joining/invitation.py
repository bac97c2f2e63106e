"""Coming in by the deep link of an invitation: the question, and the answer to it."""

from typing import Literal

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from domain.drafts import draft_by_id, start_draft
from domain.people.access_requests import ask_to_be_admin
from domain.people.invitations import accept, is_own, is_revoked, may_try, open_invitation
from domain.regions.directory import region_by_code
from handlers.callbacks import RowId
from handlers.context import Context
from handlers.home import home, welcome
from handlers.joining import texts
from handlers.joining.screens import region_to_be_left, tell_admins, tell_of_left_region
from handlers.keyboards import button, rows
from handlers.menu import START, Said
from handlers.responses import Responses, Screen, SetMenu, say, show
from models import FormKind, Role


class Join(CallbackData, prefix="join"):
    """The answer to «Верно?». The draft, not the button, says which invitation was opened."""

    draft: RowId
    answer: Literal["yes", "no"]


def router() -> Router:
    router = Router(name="invitation")
    router.message.register(ask_to_join, Said(START, with_argument=True))
    router.callback_query.register(join, Join.filter())
    return router


async def join(query: CallbackQuery, callback_data: Join, context: Context) -> Responses:
    draft = await draft_by_id(context.session, context.person, callback_data.draft)
    if draft is None or draft.form != FormKind.JOIN:
        return show(query, await home(context))
    await context.session.delete(draft)
    await context.session.flush()
    if callback_data.answer == "no":
        return show(query, Screen(texts.INVITATION_LEFT))
    invitation_id = draft.answers["invitation"]
    left = await region_to_be_left(context, context.person)
    invitation = await accept(context.session, context.person, invitation_id, context.now)
    if invitation is None:
        return show(query, Screen(texts.WRONG_INVITATION))
    if invitation.region_code is None:
        request = await ask_to_be_admin(context.session, context.person, invitation, context.now)
        sent = show(query, Screen(texts.ADMIN_REQUEST_SENT))
        return [*sent, *await tell_admins(request, context.person, context)]
    return [
        *show(query, Screen(texts.JOINED)),
        say(context.person.id, await welcome(context.person, context)),
        SetMenu(chat_id=context.person.id, role=Role.COORDINATOR),
        *await tell_of_left_region(context, context.person, left),
    ]


async def ask_to_join(message: Message, context: Context, argument: str) -> Responses:
    return show(message, await _invitation(context, argument))


async def _invitation(context: Context, token: str) -> Screen:
    person = context.person
    if person.is_admin:
        return Screen(texts.INVITATION_FOR_OTHERS)
    if await is_own(context.session, person, token):
        return await home(context)
    if await is_revoked(context.session, token):
        return Screen(texts.REVOKED_INVITATION)
    if not await may_try(context.session, person, context.now):
        return Screen(texts.TOO_MANY_WRONG)
    invitation = await open_invitation(context.session, person, token, context.now)
    if invitation is None:
        return Screen(texts.WRONG_INVITATION)
    if person.is_coordinator and person.region_code == invitation.region_code:
        return Screen(texts.already_coordinator(region=context.region.name))
    draft = await start_draft(
        context.session,
        person,
        FormKind.JOIN,
        now=context.now,
        step="confirm",
        answers={"invitation": invitation.id},
    )
    present = context.region.name if person.is_coordinator else None
    if invitation.region_code is None:
        question = texts.confirm_asking(present=present)
        yes_label = texts.SEND_ADMIN_REQUEST
    else:
        region = region_by_code(invitation.region_code).name
        question = texts.confirm_joining(region=region, present=present)
        yes_label = texts.YES_RIGHT
    yes = button(yes_label, Join(draft=draft.id, answer="yes").pack())
    no = button(texts.NO, Join(draft=draft.id, answer="no").pack())
    return Screen(question, rows([yes, no]))
