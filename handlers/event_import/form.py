"""An admin sends the file of a region that cannot: which region, and then the files."""

from aiogram.types import Message

from domain.refusal import Refusal
from domain.regions.directory import Region
from handlers.context import Context
from handlers.event_import import texts
from handlers.event_import.files import to_read
from handlers.forms.dialog import Dialog, Form, Step
from handlers.forms.region_step import RegionAnswers, region_step
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import rows
from handlers.menu import REGION_FILE
from handlers.on_behalf import act_for
from handlers.report_closed import why_closed_for_good
from handlers.responses import Responses, Screen, SendEmptyAnnex, TakeEvents, say
from handlers.routes import command
from models import FormKind, Role


class ImportAnswers(RegionAnswers):
    """`file` is never stored: the form waits for the next one."""

    file: TakeEvents | None = None


ImportDialog = Dialog[ImportAnswers]


async def begin(message: Message, context: Context, argument: str) -> Responses:
    dialog = await Dialog.begin(REGION_EVENTS, context)
    return await (dialog.take(message, Typed(argument)) if argument else dialog.show(message))


async def begin_for(event: Event, context: Context, region: Region) -> Responses:
    dialog = await Dialog.begin(REGION_EVENTS, context, ImportAnswers(region=region.code))
    return await dialog.show(event)


async def _ask_file(dialog: ImportDialog) -> Screen:
    template = dialog.button(texts.file.GET_TEMPLATE, "template")
    text = texts.file.send_for_region(dialog.answers.chosen_region())
    return Screen(text, rows([template], [dialog.cancel_button()]))


async def _take_file(dialog: ImportDialog, typed: Typed) -> Taken:
    if typed.message is None:
        raise Refusal(texts.file.SEND_A_FILE)
    file = to_read(typed.message, dialog.context)
    dialog.answers = dialog.answers.model_copy(update={"file": file})
    return ""


async def _read(dialog: ImportDialog, event: Event) -> Responses:
    """The form stays open: a file comes back mended, or there is another one."""
    file = dialog.answers.file
    assert file is not None
    in_album = isinstance(event, Message) and event.media_group_id is not None
    note = [say(dialog.context.person.id, Screen(texts.file.FROM_ALBUM))] if in_album else []
    return [*note, file]


async def _send_template(dialog: ImportDialog, event: Event) -> Responses:
    region = dialog.answers.region
    if region is None:
        return await dialog.show(event)
    return [SendEmptyAnnex(chat_id=dialog.context.person.id, region_code=region)]


async def _guard(dialog: ImportDialog) -> Screen | None:
    if dialog.answers.region is None:
        return None
    await act_for(dialog.context, dialog.answers.region)
    return await why_closed_for_good(dialog.context)


REGION_EVENTS: Form[ImportAnswers] = Form(
    kind=FormKind.IMPORT,
    answers=ImportAnswers,
    steps=(
        region_step(),
        Step(key="file", title="Файл", screen=_ask_file, take=_take_file, takes_media=True),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=_read,
    cancel=Screen(texts.file.NOT_LOADED),
    actions={"template": _send_template},
    guard=_guard,
    of_campaign=True,
)

ADMINS_ROUTES = (command(REGION_FILE, begin),)
