"""/admins: the ministry's admins, inviting another by a link, and dismissing one."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message, ReplyKeyboardRemove

from domain.audit.trail import last_author
from domain.pages import Page
from domain.people.admins import admins_with_origin, dismiss
from domain.people.invitations import LIFETIME, invite
from domain.people.open_invitations import (
    OF_ADMINS,
    count_open,
    last_revoked,
    newest_invitation,
    revoke,
)
from domain.people.people import locked_person
from handlers import phrases
from handlers.callbacks import OpenHistory, PersonId, RowId
from handlers.confirmation import ask
from handlers.context import Context
from handlers.keyboards import MAIN, button, copy_button, page_buttons, rows
from handlers.menu import ADMINS
from handlers.people import texts
from handlers.responses import Responses, Screen, SetMenu, say, show
from handlers.routes import command, press
from models import AuditAction, Person, Role

PAGE = 10


class OpenAdmins(CallbackData, prefix="admins"):
    page: RowId = 0


class OpenAdmin(CallbackData, prefix="admin"):
    person: PersonId


class DismissAdmin(CallbackData, prefix="dismiss_admin"):
    person: PersonId
    sure: bool = False


class InviteAdmin(CallbackData, prefix="invite_admin"):
    newest: RowId  # link for admins when the list was shown: a second tap makes no second one


class RevokeAdminLinks(CallbackData, prefix="revoke_admin_links"):
    pass


async def open_list(message: Message, context: Context) -> Responses:
    return show(message, await _list(context))


async def turn_page(query: CallbackQuery, callback_data: OpenAdmins, context: Context) -> Responses:
    return show(query, await _list(context, callback_data.page))


async def open_admin(query: CallbackQuery, callback_data: OpenAdmin, context: Context) -> Responses:
    person = await locked_person(context.session, callback_data.person, Role.ADMIN)
    if person is None:
        return show(query, await _list(context), toast=await _gone(callback_data.person, context))
    return show(query, await _card(person, context))


async def dismiss_admin(
    query: CallbackQuery, callback_data: DismissAdmin, context: Context
) -> Responses:
    person = await locked_person(context.session, callback_data.person, Role.ADMIN)
    if person is None:
        return show(query, await _list(context), toast=await _gone(callback_data.person, context))
    if _why_stays(person, context):
        return show(query, await _card(person, context))
    if not callback_data.sure:
        dismissing = DismissAdmin(person=person.id, sure=True)
        sure = button(texts.admins.REMOVE_SURE, dismissing, MAIN)
        question = texts.admins.confirm_dismissal(person)
        return ask(query, context, question, sure, _to_list())
    await dismiss(context.session, person, now=context.now, by=context.person)
    return [
        *show(query, Screen(texts.admins.dismissed(person), rows([_to_list()]))),
        say(person.id, Screen(texts.admins.YOU_ARE_DISMISSED, ReplyKeyboardRemove())),
        SetMenu(chat_id=person.id, role=Role.STRANGER),
    ]


async def invite_admin(
    query: CallbackQuery, callback_data: InviteAdmin, context: Context
) -> Responses:
    if callback_data.newest != await newest_invitation(context.session, OF_ADMINS):
        return show(query, await _list(context), toast=texts.admins.LIST_IS_OLD)
    token = await invite(context.session, None, by=context.person, now=context.now)
    link, expires, zone = context.link(token), context.now + LIFETIME, context.zone
    made = texts.admins.invitation_made(expires=expires, zone=zone)
    copying = rows([copy_button(phrases.COPY_LINK, link)])
    forward = texts.admins.invitation_to_forward(link=link, expires=expires, zone=zone)
    return [
        *show(query, await _list(context)),
        say(context.person.id, Screen(made, copying)),
        say(context.person.id, Screen(forward)),
    ]


async def revoke_links(query: CallbackQuery, context: Context) -> Responses:
    number = await revoke(context.session, OF_ADMINS, by=context.person, now=context.now)
    if number:
        return show(query, await _list(context), toast=phrases.links_revoked(number))
    last = await last_revoked(context.session, OF_ADMINS)
    toast = texts.admins.nothing_to_revoke(last, context.zone)
    return show(query, await _list(context), toast=toast)


async def _list(context: Context, number: int = 0) -> Screen:
    page = Page.of(await admins_with_origin(context.session), number, PAGE)
    links = await count_open(context.session, OF_ADMINS, context.now)
    text = texts.admins.admins_list(page, context.zone, open_links=links)
    admins = [
        [button(texts.admins.admin_button(person), OpenAdmin(person=person.id))]
        for person, _ in page.items
    ]
    pager = page_buttons(page, lambda number: OpenAdmins(page=number))
    newest = await newest_invitation(context.session, OF_ADMINS)
    invite_button = [button(texts.admins.INVITE, InviteAdmin(newest=newest))]
    revoking = [button(texts.admins.revoke_button(links), RevokeAdminLinks())] if links else []
    return Screen(text, rows(*admins, pager, invite_button, revoking))


async def _card(person: Person, context: Context) -> Screen:
    by = None
    if person.appointed_by is not None:
        by = await context.session.get_one(Person, person.appointed_by)
    reason = _why_stays(person, context)
    text = texts.admins.admin_card(person, by, context.zone, note=reason or "")
    dismissing = [] if reason else [button(texts.admins.REMOVE, DismissAdmin(person=person.id))]
    history = button(texts.people.HISTORY, OpenHistory(subject="person", id=str(person.id)))
    return Screen(text, rows(dismissing, [history], [_to_list()]))


async def _gone(person_id: int, context: Context) -> str:
    by = await last_author(context.session, AuditAction.PERSON_REMOVED, person_id)
    return texts.admins.admin_gone(by)


def _why_stays(person: Person, context: Context) -> str | None:
    """Why the admin who asks cannot dismiss this one; None if they can."""
    if person.appointed_by is None:
        return texts.admins.OPERATORS_OWN
    return texts.admins.YOURSELF if person.id == context.person.id else None


def _to_list() -> InlineKeyboardButton:
    return button(texts.admins.BACK_TO_LIST, OpenAdmins())


ROUTES = (
    command(ADMINS, open_list),
    press(OpenAdmins, turn_page),
    press(OpenAdmin, open_admin),
    press(DismissAdmin, dismiss_admin),
    press(InviteAdmin, invite_admin),
    press(RevokeAdminLinks, revoke_links),
)
