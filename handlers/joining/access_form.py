"""The form by which a stranger asks for access: names the region and sends a request to the
admins."""

from aiogram.types import CallbackQuery

from domain.people.access_requests import ask_for_access, open_request
from handlers.callbacks import AskForAccess
from handlers.context import Context
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.region_step import RegionAnswers, region_step, take_region
from handlers.forms.typed import Event
from handlers.home import home
from handlers.joining import texts
from handlers.joining.screens import request_card, show_home
from handlers.keyboards import MAIN, rows
from handlers.notifications import notify_admins
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from models import FormKind, Role


async def begin(query: CallbackQuery, context: Context) -> Responses:
    if await open_request(context.session, context.person) is not None:
        return show(query, await home(context))
    dialog = await Dialog.begin(ACCESS, context)
    return await dialog.show(query)


async def _confirm(dialog: Dialog[RegionAnswers]) -> Screen:
    text = texts.confirm_request(region=dialog.answers.chosen_region().name)
    send = dialog.button(texts.SEND_REQUEST, "finish", style=MAIN)
    other = dialog.button(texts.OTHER_REGION, "ask", "region")
    return Screen(text, rows([send], [other]))


async def _send(dialog: Dialog[RegionAnswers], event: Event) -> Responses:
    context, region = dialog.context, dialog.answers.chosen_region()
    await dialog.close()
    if await open_request(context.session, context.person) is not None:
        return show(event, await home(context))
    request = await ask_for_access(context.session, context.person, region.code, context.now)
    if request is None:
        return show(event, Screen(texts.TOO_MANY_REQUESTS))
    sent = Screen(texts.request_sent(region=region.name))
    card = await request_card(request, context.person, context)
    return [*show(event, sent), *await notify_admins(context, card)]


async def _cancel(dialog: Dialog[RegionAnswers], event: Event) -> Responses:
    await dialog.close()
    return show(event, await home(dialog.context))


ACCESS: Form[RegionAnswers] = Form(
    kind=FormKind.ACCESS,
    answers=RegionAnswers,
    steps=(
        region_step(),
        # A region that is typed here replaces the chosen one.
        Step(key="confirm", screen=_confirm, take=take_region, is_due=always, words=YES_OR_NO),
    ),
    roles=frozenset({Role.STRANGER}),
    finish=_send,
    cancel=_cancel,
    gone=show_home,
)

ROUTES = (press(AskForAccess, begin),)
