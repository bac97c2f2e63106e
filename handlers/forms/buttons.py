"""The button of every form: it names the draft and its version, so an old one is recognised."""

from aiogram.filters.callback_data import CallbackData

from handlers.callbacks import RowId
from handlers.keyboards import KEPT
from models import FormKind


class FormButton(CallbackData, prefix="form"):
    """`version` is the draft's as the person saw it. The engine knows these actions: `pick`
    (`value` is taken like a typed answer), `keep` (go on with the answer that is there), `back`,
    `ask` (`value` is a step), `cancel`, `finish`; a step may have more of its own."""

    form: FormKind
    draft: RowId
    version: RowId
    action: str
    value: str = ""

    @classmethod
    def read(cls, data: str | None) -> "FormButton | None":
        """From a button's data; None if it is another kind of button."""
        try:
            return cls.unpack(data.removeprefix(KEPT)) if data else None
        except (TypeError, ValueError):
            return None

    @classmethod
    def meaning(cls, data: str | None) -> tuple[str, str] | None:
        """The same of the bot's own button, which is not forged, and of it only the action and the
        value: to read all of every button that is shown would take a fiftieth of an answer."""
        prefix, *parts = (data or "").removeprefix(KEPT).split(cls.__separator__)
        is_form = prefix == cls.__prefix__ and len(parts) == len(cls.model_fields)
        return (parts[-2], parts[-1]) if is_form else None
