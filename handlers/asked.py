"""Whether a message answers a question of a form."""

from aiogram.filters import Filter
from aiogram.types import Message

from handlers.turn import Turn
from models import Draft, FormKind
from reports.drafts import active_draft


class Asked(Filter):
    """A message of someone who has that form open; passes its draft on."""

    def __init__(self, form: FormKind) -> None:
        self._form = form

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Draft]:
        draft = await active_draft(turn.session, turn.person)
        return {"draft": draft} if draft is not None and draft.form == self._form else False
