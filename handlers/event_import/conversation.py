"""Events in a file: the template, the file that somebody sends, and loading what was read of it."""

from aiogram.types import CallbackQuery, Message

from domain.imports.imports import import_of
from domain.imports.loading import Loaded, load_import
from domain.refusal import Refusal
from handlers import phrases
from handlers.callbacks import FromFile
from handlers.context import Context
from handlers.done_for_region import tell_region
from handlers.event_import import screens, texts
from handlers.event_import.buttons import DropFile, LoadFile
from handlers.event_import.files import AnyFile, to_read
from handlers.event_import.form import begin_for
from handlers.formatting import refusal
from handlers.menu import TEMPLATE
from handlers.report_closed import lock_own_report, open_own_report, why_closed_for_good
from handlers.responses import Responses, Screen, SendEmptyAnnex, show
from handlers.routes import Route, command, press
from handlers.sent_files import TableFile
from models import EventImport


async def send_template(event: Message | CallbackQuery, context: Context) -> Responses:
    """An admin is asked for the region's file instead, because it must be known whose it is."""
    closed = await why_closed_for_good(context)
    if closed is not None:
        return show(event, closed)
    if context.on_behalf_of is not None:
        return await begin_for(event, context, context.on_behalf_of)
    return [SendEmptyAnnex(chat_id=context.person.id, region_code=context.region.code)]


async def take_file(message: Message, context: Context) -> Responses:
    """A file that a coordinator sends at any time."""
    closed = await why_closed_for_good(context)
    if closed is not None:
        return show(message, closed.with_note(texts.file.CLOSED_NOW))
    try:
        return [to_read(message, context)]
    except Refusal as refused:
        return show(message, Screen(refusal(refused)))


async def load(query: CallbackQuery, callback_data: LoadFile, context: Context) -> Responses:
    await lock_own_report(context)
    read = await _import(context, callback_data.file)
    if read is None:
        return show(query, screens.gone())
    if read.loaded_at is not None:
        before = await screens.loaded_before(context.session, read)
        return show(query, before, toast=texts.loading.LOADED_ALREADY)
    if not read.is_kept:
        return show(query, screens.gone())
    closed = await why_closed_for_good(context)
    if closed is not None:
        return show(query, closed.with_note(texts.loading.KEPT_FOR_LATER))
    if context.reported and not callback_data.reopen:
        return show(query, screens.submitted(read, context))
    toast = phrases.REPORT_OPENED if context.reported else ""
    told = await open_own_report(context)
    session, campaign = context.session, context.campaign
    done = await load_import(session, read, campaign, by=context.person, now=context.now)
    shown = show(query, await screens.loaded(done, context), toast=toast)
    return [*shown, *told, *await _tell_region(done, context)]


async def _tell_region(done: Loaded, context: Context) -> Responses:
    if done.numbers is None:
        return []
    return await tell_region(context, texts.loading.loaded_for_region(done.events, done.numbers))


async def drop(query: CallbackQuery, callback_data: DropFile, context: Context) -> Responses:
    read = await _import(context, callback_data.file)
    if read is not None and read.loaded_at is not None:
        return show(query, await screens.loaded_before(context.session, read))
    if read is not None:
        read.content = None
    return show(query, screens.dropped())


async def _import(context: Context, import_id: int) -> EventImport | None:
    """Only the sender's own, for the report that is worked on now."""
    by, code = context.person, context.region.code
    return await import_of(context.session, import_id, by, context.campaign, code)


async def ask_admin_how(message: Message) -> Responses:
    return show(message, Screen(texts.file.HOW_FOR_ADMINS))


ROUTES = (
    command(TEMPLATE, send_template),
    press(FromFile, send_template),
    press(LoadFile, load),
    press(DropFile, drop),
)
# Before the forms: a table is no answer to what they ask.
COORDINATORS_ROUTES = (Route("message", take_file, (TableFile(),)),)
# After them: a picture may be one.
COORDINATORS_TYPED_ROUTES = (Route("message", take_file, (AnyFile(),)),)
ADMINS_TYPED_ROUTES = (Route("message", ask_admin_how, (TableFile(),)),)
