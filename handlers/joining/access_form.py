"""The form by which a stranger asks for access: the region, and who they are. The request goes to
the admins."""

from aiogram.types import CallbackQuery, InlineKeyboardButton

from domain.people.access_requests import Applicant, ask_for_access, last_request, open_request
from domain.people.introduction import (
    introduction_in,
    is_full_name,
    parse_authority,
    parse_full_name,
    parse_post,
)
from domain.refusal import Refusal
from domain.regions.directory import region_by_code
from domain.regions.search import find_regions
from handlers.callbacks import AskForAccess
from handlers.context import Context
from handlers.formatting import refusal
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.region_step import RegionAnswers, region_step, take_region
from handlers.forms.texts import BACK
from handlers.forms.typed import Event, Taken, Typed
from handlers.home import home
from handlers.joining import texts
from handlers.joining.screens import show_home, tell_of_request
from handlers.keyboards import MAIN, pairs, rows
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from models import FormKind, Role


class AccessAnswers(RegionAnswers):
    full_name: str | None = None
    post: str | None = None
    authority: str | None = None

    def applicant(self) -> Applicant:
        """Once all is answered."""
        return Applicant(self.full_name or "", self.post or "", self.authority or "")


AccessDialog = Dialog[AccessAnswers]

PARSERS = {"full_name": parse_full_name, "post": parse_post, "authority": parse_authority}


async def begin(query: CallbackQuery, context: Context) -> Responses:
    """An unfinished request is gone on with; who they are is asked only once."""
    if await open_request(context.session, context.person) is not None:
        return show(query, await home(context))
    dialog = await Dialog.unfinished(ACCESS, context)
    if dialog is not None:
        await dialog.activate()
        return await dialog.show(query)
    last = await last_request(context.session, context.person)
    known = AccessAnswers()
    if last is not None:
        known = AccessAnswers(full_name=last.full_name, post=last.post, authority=last.authority)
    dialog = await Dialog.begin(ACCESS, context, known)
    return await dialog.show(query)


async def _take_region(dialog: AccessDialog, typed: Typed) -> Taken:
    """The authority that was offered for another region is asked for anew."""
    before, authority = dialog.answers.region, dialog.answers.authority
    taken = await take_region(dialog, typed)
    if isinstance(taken, str) and before and authority == region_by_code(before).authority:
        dialog.set(authority=None)
    return taken


async def _ask_name(dialog: AccessDialog) -> Screen:
    name = dialog.context.person.name
    known = [dialog.button(name, "pick", "as in Telegram")] if is_full_name(name) else []
    return Screen(texts.access.ASK_NAME, rows(known, [dialog.button(BACK, "back")]))


async def _take_name(dialog: AccessDialog, typed: Typed) -> Taken:
    """Perhaps with all the rest in one message."""
    if typed.message is None:
        return _keep(dialog, full_name=dialog.context.person.name)
    said = introduction_in(typed.words())
    return _keep(dialog, full_name=said.name, post=said.post, authority=said.authority)


def _keep(dialog: AccessDialog, **said: str) -> str:
    """Keeps each answer that can be read, even if another cannot. The first one is what was asked:
    raises Refusal if it cannot. Gives what is wrong with the others as ready HTML."""
    asked, *_ = said
    refused = {}
    for key, part in said.items():
        try:
            dialog.set(**{key: PARSERS[key](part)} if part or key == asked else {})
        except Refusal as why:
            refused[key] = why
    if asked in refused:
        raise refused[asked]
    return " ".join(map(refusal, refused.values()))


async def _ask_post(dialog: AccessDialog) -> Screen:
    return Screen(texts.access.ASK_POST, rows([dialog.button(BACK, "back")]))


async def _take_post(dialog: AccessDialog, typed: Typed) -> Taken:
    """A second line is the authority."""
    post, _, authority = typed.words().strip().partition("\n")
    return _keep(dialog, post=post, authority=authority.strip())


async def _ask_authority(dialog: AccessDialog) -> Screen:
    offered = dialog.button(dialog.answers.chosen_region().authority, "pick", "of region")
    return Screen(texts.access.ASK_AUTHORITY, rows([offered], [dialog.button(BACK, "back")]))


async def _take_authority(dialog: AccessDialog, typed: Typed) -> Taken:
    pressed = typed.message is None
    authority = dialog.answers.chosen_region().authority if pressed else typed.words()
    return _keep(dialog, authority=authority)


async def _confirm(dialog: AccessDialog) -> Screen:
    answers = dialog.answers
    text = texts.access.confirm_request(answers.applicant(), region=answers.chosen_region().name)
    send = dialog.button(texts.access.SEND_REQUEST, "finish", style=MAIN)
    return Screen(text, rows([send], *pairs(_corrections(dialog)), [dialog.cancel_button()]))


def _corrections(dialog: AccessDialog) -> list[InlineKeyboardButton]:
    return [dialog.button(label, "ask", step) for step, label in texts.access.CORRECT.items()]


async def _take_correction(dialog: AccessDialog, typed: Typed) -> Taken:
    """A region that is typed at the end replaces the chosen one; for the rest there are buttons."""
    if not find_regions(typed.words()):
        raise Refusal(texts.access.PRESS_TO_CORRECT)
    return await _take_region(dialog, typed)


async def _send(dialog: AccessDialog, event: Event) -> Responses:
    context, region = dialog.context, dialog.answers.chosen_region()
    if await open_request(context.session, context.person) is not None:
        await dialog.close()
        return show(event, await home(context))
    request = await ask_for_access(
        context.session, context.person, region.code, dialog.answers.applicant(), context.now
    )
    if request is None:
        return await dialog.show(event, texts.access.TOO_MANY_REQUESTS)
    await dialog.close()
    sent = Screen(texts.access.request_sent(region=region.name))
    return [*show(event, sent), *await tell_of_request(context, request)]


async def _cancel(dialog: AccessDialog, event: Event) -> Responses:
    await dialog.close()
    return show(event, await home(dialog.context))


ACCESS: Form[AccessAnswers] = Form(
    kind=FormKind.ACCESS,
    answers=AccessAnswers,
    steps=(
        region_step(_take_region),
        Step(key="full_name", title=texts.access.NAME, screen=_ask_name, take=_take_name),
        Step(key="post", title=texts.access.POST, screen=_ask_post, take=_take_post),
        Step(
            key="authority",
            title=texts.access.AUTHORITY,
            screen=_ask_authority,
            take=_take_authority,
        ),
        Step(key="confirm", screen=_confirm, take=_take_correction, is_due=always, words=YES_OR_NO),
    ),
    roles=frozenset({Role.STRANGER}),
    finish=_send,
    cancel=_cancel,
    gone=show_home,
)

ROUTES = (press(AskForAccess, begin),)
