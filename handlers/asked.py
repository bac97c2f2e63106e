"""Whether a message answers the question of a form that its sender has open."""

from aiogram.filters import Filter
from aiogram.types import Message

from handlers.turn import Turn
from models import Draft, FormKind
from reports.drafts import active_draft


class Asked(Filter):
    """A message of someone who has that form open, at that step if one is named; passes its
    draft on."""

    def __init__(self, form: FormKind, step: str | None = None) -> None:
        self._form = form
        self._step = step

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Draft]:
        draft = await active_draft(turn.session, turn.person)
        if draft is None or draft.form != self._form or self._step not in (None, draft.step):
            return False
        return {"draft": draft}
