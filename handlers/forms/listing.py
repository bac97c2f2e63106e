"""A list that is searched and paged: kept as a draft, so that words of any length and the buttons
of older messages find it again, though it asks nothing itself."""

from typing import Any

from domain.drafts import activate
from handlers.context import Context
from handlers.forms.dialog import A, Dialog, Form
from handlers.forms.typed import Event
from handlers.responses import Responses

LIST = "list"  # the step that shows it


async def begin_list(form: Form[A], context: Context) -> Dialog[A]:
    """Looking at a list closes no form."""
    open_form = context.draft
    dialog = await Dialog.begin(form, context, step=LIST)
    if open_form is not None:
        await activate(context.session, context.person, open_form)
        context.draft = open_form
    return dialog


async def to_list(dialog: Dialog[A], event: Event) -> Responses:
    if dialog.draft.step != LIST:  # or the buttons of older lists would be stale
        dialog.go(LIST)
    return await dialog.show(event)


def ask_nothing(dialog: Dialog[Any]) -> None:
    """While the list is shown, text is not its answer."""
    dialog.draft.active = False
    if dialog.context.draft is dialog.draft:
        dialog.context.draft = None
