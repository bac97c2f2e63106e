"""/start, /help, /cancel, and coming in by an invitation's deep link."""

from typing import Literal

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.answers import Answers, Screen, SetMenu, button, rows, say, show
from handlers.cards import home, welcome, what_waits
from handlers.commands import (
    CANCEL,
    DESK,
    HELP,
    START,
    Said,
)
from handlers.doors import RowId
from handlers.request_cards import tell_admins
from handlers.turn import Turn
from models import FormKind, Role
from reports.access_requests import ask_to_be_admin
from reports.drafts import draft_by_id, start_draft
from reports.invitations import accept, is_own, is_revoked, may_try, open_invitation
from reports.people import admins
from reports.regions import region_by_code


class Join(CallbackData, prefix="join"):
    """The answer to «Верно?». The draft, not the button, says which invitation was opened."""

    draft: RowId
    answer: Literal["yes", "no"]


def router() -> Router:
    router = Router(name="start")
    router.message.register(start, Said(START))
    router.message.register(help_, Said(HELP))
    router.message.register(cancel, Said(CANCEL))
    router.callback_query.register(join, Join.filter())
    return router


async def start(message: Message, turn: Turn, argument: str, interrupted: bool) -> Answers:
    if argument:
        return show(message, await _invitation(turn, argument))
    menu = SetMenu(chat_id=message.chat.id, role=Role(turn.person.role))
    waits = [] if interrupted else await what_waits(turn)
    return [*show(message, await home(turn)), *waits, menu]


async def help_(message: Message, turn: Turn) -> Answers:
    if turn.person.is_admin:
        return show(message, _desk())
    if turn.person.is_coordinator:
        text = texts.home.help_for_coordinator(admins=await admins(turn.session))
        return show(message, Screen(text))
    return show(message, await home(turn))


async def cancel(message: Message, interrupted: bool) -> Answers:
    text = texts.elsewhere.INPUT_STOPPED if interrupted else texts.elsewhere.NOTHING_TO_CANCEL
    return show(message, Screen(text))


async def join(query: CallbackQuery, callback_data: Join, turn: Turn) -> Answers:
    draft = await draft_by_id(turn.session, turn.person, callback_data.draft, None)
    if draft is None or draft.form != FormKind.JOIN:
        return show(query, await home(turn))
    await turn.session.delete(draft)
    await turn.session.flush()
    if callback_data.answer == "no":
        return show(query, Screen(texts.joining.INVITATION_LEFT))
    invitation_id = draft.answers["invitation"]
    invitation = await accept(turn.session, turn.person, invitation_id, turn.now)
    if invitation is None:
        return show(query, Screen(texts.joining.WRONG_INVITATION))
    if invitation.region_code is None:
        request = await ask_to_be_admin(turn.session, turn.person, invitation, turn.now)
        sent = show(query, Screen(texts.admins.REQUEST_SENT))
        return [*sent, *await tell_admins(request, turn.person, turn)]
    return [
        *show(query, Screen(texts.joining.JOINED)),
        say(turn.person.id, await welcome(turn.person, turn)),
        SetMenu(chat_id=turn.person.id, role=Role.COORDINATOR),
    ]


def _desk() -> Screen:
    sections = [
        (
            heading,
            [
                texts.home.help_line(
                    command=item.command, description=item.description, example=item.example
                )
                for item in items
            ],
        )
        for heading, items in DESK
    ]
    return Screen(texts.home.help_for_admin(sections))


async def _invitation(turn: Turn, token: str) -> Screen:
    person = turn.person
    if person.is_admin:
        return Screen(texts.joining.INVITATION_FOR_OTHERS)
    if await is_own(turn.session, person, token):
        return await home(turn)
    if await is_revoked(turn.session, token):
        return Screen(texts.joining.REVOKED_INVITATION)
    if not await may_try(turn.session, person, turn.now):
        return Screen(texts.joining.TOO_MANY_WRONG)
    invitation = await open_invitation(turn.session, person, token, turn.now)
    if invitation is None:
        return Screen(texts.joining.WRONG_INVITATION)
    if person.is_coordinator and person.region_code == invitation.region_code:
        return Screen(texts.joining.already_coordinator(region=turn.region.name))
    draft = await start_draft(
        turn.session,
        person,
        FormKind.JOIN,
        now=turn.now,
        step="confirm",
        answers={"invitation": invitation.id},
    )
    present = turn.region.name if person.is_coordinator else None
    if invitation.region_code is None:
        question = texts.admins.confirm_asking(present=present)
        yes_label = texts.admins.SEND_REQUEST
    else:
        region = region_by_code(invitation.region_code).name
        question = texts.joining.confirm_joining(region=region, present=present)
        yes_label = texts.joining.YES_RIGHT
    yes = button(yes_label, Join(draft=draft.id, answer="yes").pack())
    no = button(texts.joining.NO, Join(draft=draft.id, answer="no").pack())
    return Screen(question, rows([yes, no]))
