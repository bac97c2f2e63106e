"""Whether a message answers the question of a form that its sender has open."""

from aiogram.filters import Filter
from aiogram.types import Message

from domain.drafts import active_draft
from handlers.context import Context
from models import Draft, FormKind


class Asked(Filter):
    """A message of someone who has that form open, at that step if one is named; passes its
    draft on."""

    def __init__(self, form: FormKind, step: str | None = None) -> None:
        self._form = form
        self._step = step

    async def __call__(self, message: Message, context: Context) -> bool | dict[str, Draft]:
        draft = await active_draft(context.session, context.person)
        if draft is None or draft.form != self._form or self._step not in (None, draft.step):
            return False
        return {"draft": draft}
