"""Fills in an event's form on a phone, as a person would: answer by answer."""

from demo.story.steps import IGOR
from domain.events.fields import KINDS
from handlers.event_form.texts.form import SAVE
from handlers.forms.texts import SKIP
from handlers.menu import NEW
from sandbox.phone import Phone

_KIND = KINDS["education"]
_PLACES = {IGOR: "Петропавловск-Камчатский, средняя школа № 3"}
_PLACE = "Калининград, гимназия № 32"


async def fill_in(phone: Phone) -> None:
    """Typed, because a typed label does for a button. ValueError if the bot is not asking for a
    new event, AssertionError if it does not answer."""
    await _say(phone, f"/{NEW.command}")
    if _KIND not in phone.last.labels:
        raise ValueError("бот ждёт другого ответа: ответьте ему сами")
    place = _PLACES.get(phone.id, _PLACE)
    for answer in (_KIND, "Урок качества для пятых классов", place, "2", "48", SKIP, SKIP, SAVE):
        await _say(phone, answer)


async def _say(phone: Phone, text: str) -> None:
    await phone.says(text)
    await phone.sees("")
