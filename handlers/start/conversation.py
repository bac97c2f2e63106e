"""/start without an invitation, /help and /cancel."""

from aiogram.types import Message

from domain.people.people import admins, coordinators
from handlers.context import Context
from handlers.forms.engine import Engine
from handlers.home import show_home
from handlers.keyboards import rows
from handlers.menu import CANCEL, HELP, START
from handlers.reply_buttons import write_to_ministry
from handlers.responses import Responses, Screen, SetMenu, show
from handlers.routes import command
from handlers.start import texts


async def start(message: Message, context: Context, interrupted: bool, forms: Engine) -> Responses:
    menu = SetMenu(chat_id=message.chat.id, role=context.person.role)
    waits = [] if interrupted else await forms.waiting(context)
    return [*await show_home(message, context), *waits, menu]


async def help_(message: Message, context: Context) -> Responses:
    if context.person.is_admin:
        return show(message, Screen(texts.help_for_admin()))
    if context.person.is_coordinator:
        text = texts.help_for_coordinator(admins=await admins(context.session))
        return show(message, Screen(text, rows([write_to_ministry()])).kept())
    if context.person.is_helper:
        people = await coordinators(context.session, context.region.code)
        return show(message, Screen(texts.help_for_helper(coordinators=people)))
    return await show_home(message, context)


async def cancel(message: Message, interrupted: bool) -> Responses:
    text = texts.INPUT_STOPPED if interrupted else texts.NOTHING_TO_CANCEL
    return show(message, Screen(text))


ROUTES = (
    command(START, start),
    command(HELP, help_),
    command(CANCEL, cancel),
)
