"""/letter: the template of the regions' letters, which an admin may have replaced by another."""

from aiogram.types import CallbackQuery, Message
from pydantic import BaseModel

from domain.papers.templates import template_in_force
from domain.refusal import Refusal
from handlers import menu
from handlers.callbacks import UseTemplate
from handlers.context import Context
from handlers.forms.dialog import Dialog, Form, Step
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import DANGER, MAIN, button, rows
from handlers.letter_template import texts
from handlers.responses import CheckTemplate, Responses, Screen, SendTemplate, Toast
from handlers.routes import command
from models import FormKind, LetterTemplate, Person, Role


class SentDocument(BaseModel):
    file_id: str
    name: str


class TemplateAnswers(BaseModel):
    file: SentDocument | None = None


TemplateDialog = Dialog[TemplateAnswers]


async def begin(message: Message, context: Context) -> Responses:
    dialog = await Dialog.begin(LETTER_TEMPLATE, context)
    return await dialog.show(message)


async def _ask(dialog: TemplateDialog) -> Screen:
    current = await template_in_force(dialog.context.session)
    own = current if current and current.content is not None else None
    by = await _user(dialog.context, own)
    text = texts.screen(by, own.used_at if own else None, dialog.context.zone)
    original = [dialog.button(texts.ORIGINAL, "original")] if own else []
    download = dialog.button(texts.DOWNLOAD, "download", style=MAIN)
    return Screen(text, rows([download], original, [dialog.cancel_button()]))


async def _user(context: Context, template: LetterTemplate | None) -> Person | None:
    if template is None or template.used_by is None:
        return None
    return await context.session.get(Person, template.used_by)


async def _take(dialog: TemplateDialog, typed: Typed) -> Taken:
    document = typed.message.document if typed.message else None
    if document is None:
        raise Refusal(texts.SEND_A_FILE)
    name = document.file_name or ""
    if not name.lower().endswith(".docx"):
        raise Refusal(texts.NOT_WORD)
    dialog.set(file=SentDocument(file_id=document.file_id, name=name))
    return ""


async def _check(dialog: TemplateDialog, _: Event) -> Responses:
    """The form stays open: what is wrong with the file can be mended, and the file sent again."""
    file = dialog.answers.file
    assert file is not None, "the only question is answered"
    dialog.set(file=None)
    chat = dialog.context.person.id
    return [CheckTemplate(chat_id=chat, file_id=file.file_id, name=file.name)]


async def _download(dialog: TemplateDialog, event: Event) -> Responses:
    current = await template_in_force(dialog.context.session)
    template = current.id if current else None
    file = SendTemplate(chat_id=dialog.context.person.id, template=template)
    return [Toast(query_id=event.id), file] if isinstance(event, CallbackQuery) else [file]


async def _original(dialog: TemplateDialog, event: Event) -> Responses:
    current = await template_in_force(dialog.context.session)
    seen = current.id if current else 0
    sure = button(texts.ORIGINAL_SURE, UseTemplate(template=0, seen=seen), DANGER)
    screen = Screen(texts.SURE, rows([sure], [dialog.cancel_button()]))
    return dialog.show_screen(event, screen)


LETTER_TEMPLATE: Form[TemplateAnswers] = Form(
    kind=FormKind.LETTER,
    answers=TemplateAnswers,
    steps=(Step(key="file", screen=_ask, take=_take, takes_media=True),),
    roles=frozenset({Role.ADMIN}),
    finish=_check,
    cancel=Screen(texts.CANCELLED),
    actions={"download": _download, "original": _original},
)

ROUTES = (command(menu.LETTER, begin),)
