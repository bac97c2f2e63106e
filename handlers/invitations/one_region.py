"""/invite: an admin makes a region's invitation, a link to pass on."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from domain.people.invitations import LIFETIME, invitation_of, invite, is_usable
from domain.regions.directory import Region
from domain.regions.search import is_plain
from handlers import phrases
from handlers.context import Context
from handlers.forms.dialog import Dialog, Form
from handlers.forms.region_step import (
    RegionAnswers,
    region_choice,
    region_meant,
    region_step,
    take_region,
)
from handlers.forms.typed import Event, Taken, Typed
from handlers.invitations import texts
from handlers.keyboards import MAIN, button, copy_button, rows
from handlers.menu import INVITE
from handlers.region_picker import DISTRICTS
from handlers.responses import Responses, Screen, SendInvitations, Toast, alert, say, show
from handlers.routes import command, press
from models import FormKind, Role


class LetterPage(CallbackData, prefix="letter_page"):
    """Carries what the message above it says anyway: of the token only a hash is kept."""

    token: str


async def begin(message: Message, context: Context, argument: str) -> Responses:
    dialog = await Dialog.begin(NEW_INVITATION, context)
    if argument:
        return await dialog.take(message, Typed(argument, message))
    return await dialog.show(message)


async def _take_region(dialog: Dialog[RegionAnswers], typed: Typed) -> Taken:
    """A link must not go to a region that was only meant perhaps."""
    words = typed.words()
    region = region_meant(dialog, typed)
    if isinstance(region, Region) and not is_plain(words, region):
        choice = region_choice(dialog)
        meant = button(texts.yes_it_is(region), choice(code=region.code), MAIN)
        return Screen(
            texts.is_it_meant(words, region), rows([meant], [button(DISTRICTS, choice())])
        )
    return await take_region(dialog, typed)


async def _invite(dialog: Dialog[RegionAnswers], event: Event) -> Responses:
    context, region = dialog.context, dialog.answers.chosen_region()
    await dialog.close()
    token = await invite(context.session, region.code, by=context.person, now=context.now)
    link, expires, zone = context.link(token), context.now + LIFETIME, context.zone
    made = texts.invitation_made(region=region.name, expires=expires, zone=zone)
    buttons = rows(
        [copy_button(phrases.COPY_LINK, link)],
        [button(texts.LETTER_PAGE, LetterPage(token=token))],
    )
    forward = texts.invitation_to_forward(
        region=region.name, year=context.campaign.year, link=link, expires=expires, zone=zone
    )
    return [*show(event, Screen(made, buttons)), say(context.person.id, Screen(forward))]


async def send_page(query: CallbackQuery, callback_data: LetterPage, context: Context) -> Responses:
    invitation = await invitation_of(context.session, callback_data.token)
    region_code = invitation.region_code if invitation else None
    if invitation is None or region_code is None or not is_usable(invitation, context.now):
        return alert(query, texts.NOT_OPEN)
    page = SendInvitations(
        chat_id=context.person.id,
        what="pages",
        links={region_code: context.link(callback_data.token)},
        until=invitation.expires_at,
    )
    return [Toast(query_id=query.id), page]


NEW_INVITATION: Form[RegionAnswers] = Form(
    kind=FormKind.INVITE,
    answers=RegionAnswers,
    steps=(region_step(_take_region),),
    roles=frozenset({Role.ADMIN}),
    finish=_invite,
    cancel=Screen(texts.NOT_INVITED),
    gone=texts.INVITATION_LIST_IS_OLD,
)

ROUTES = (command(INVITE, begin), press(LetterPage, send_page))
