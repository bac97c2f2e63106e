"""/start, /help, /cancel, and coming in by an invitation's deep link."""

from aiogram.types import Message

from domain.people.people import admins
from handlers.context import Context
from handlers.forms.engine import Engine
from handlers.home import home
from handlers.menu import CANCEL, DESK, HELP, START
from handlers.responses import Responses, Screen, SetMenu, show
from handlers.routes import command
from handlers.start import texts
from handlers.start.texts import INPUT_STOPPED, NOTHING_TO_CANCEL


async def start(message: Message, context: Context, interrupted: bool, forms: Engine) -> Responses:
    menu = SetMenu(chat_id=message.chat.id, role=context.person.role)
    waits = [] if interrupted else await forms.waiting(context)
    return [*show(message, await home(context)), *waits, menu]


async def help_(message: Message, context: Context) -> Responses:
    if context.person.is_admin:
        return show(message, _desk())
    if context.person.is_coordinator:
        text = texts.help_for_coordinator(admins=await admins(context.session))
        return show(message, Screen(text))
    return show(message, await home(context))


async def cancel(message: Message, interrupted: bool) -> Responses:
    text = INPUT_STOPPED if interrupted else NOTHING_TO_CANCEL
    return show(message, Screen(text))


def _desk() -> Screen:
    sections = [
        (
            heading,
            [
                texts.help_line(
                    command=item.command, description=item.description, example=item.example
                )
                for item in items
            ],
        )
        for heading, items in DESK
    ]
    return Screen(texts.help_for_admin(sections))


ROUTES = (
    command(START, start),
    command(HELP, help_),
    command(CANCEL, cancel),
)
