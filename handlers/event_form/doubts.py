"""The steps of an event's form that ask about answers: a misspelled city, unusual numbers."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from domain.events.doubts import Doubt, link_doubts, number_doubts
from domain.events.form import CITY_SLIP, DOUBT, LINKS_DOUBT
from domain.events.repository import is_city_used
from domain.events.town_slips import town_meant
from handlers.context import Context
from handlers.event_form.answers import EventAnswers, EventDialog
from handlers.event_form.screens import doubt_screen, slip_screen
from handlers.forms.dialog import Step, yes_or_no
from handlers.forms.typed import Taken, Typed
from handlers.responses import Screen


async def doubt_city(dialog: EventDialog) -> None:
    """After the city has been typed."""
    cities = [city for city, _ in dialog.memory.suggestions]
    known = (*cities, *dialog.answers.spellings_kept)
    meant = await city_meant(dialog.context, dialog.draft.answers["city"], known)
    if meant != dialog.answers.city_meant:
        dialog.set(city_meant=meant)


async def city_meant(context: Context, city: str, known: Iterable[str]) -> str | None:
    """The known town whose name the city seems to be a slip of; None if it seems to be none, or
    was used by the region before."""
    meant = town_meant(city, context.region, known)
    if meant is None or await is_city_used(context.session, context.region.code, city):
        return None
    return meant


def slip_step() -> Step[EventAnswers]:
    """Asks whether a city that is nearly called like a known one is that one."""

    async def screen(dialog: EventDialog) -> Screen:
        return slip_screen(dialog, dialog.answers.city_meant or "")

    async def mend(dialog: EventDialog, _: str) -> Taken:
        dialog.set(city=dialog.answers.city_meant, city_meant=None)
        return ""

    async def keep(dialog: EventDialog, _: str) -> Taken:
        city = dialog.draft.answers["city"]
        dialog.set(city_meant=None, spellings_kept=[*dialog.answers.spellings_kept, city])
        return ""

    async def take(dialog: EventDialog, typed: Typed) -> Taken:
        """What is typed here is the city anew."""
        dialog.go("city")
        return await dialog.answer_step(typed)

    return Step(
        key=CITY_SLIP,
        screen=screen,
        is_due=lambda answers: answers.city_meant is not None,
        only_if_due=True,
        take=take,
        press={"meant": mend, "as_typed": keep},
        words=yes_or_no("meant", "as_typed"),
    )


Doubts = Callable[[Mapping[str, Any]], list[Doubt]]

# By the field that comes before: the step's key, and what is doubted at it.
DOUBTS_AFTER: dict[str, tuple[str, Doubts]] = {
    "participants": (DOUBT, number_doubts),
    "publication_links": (LINKS_DOUBT, link_doubts),
}


def doubt_step(key: str, doubts: Doubts) -> Step[EventAnswers]:
    """Asks about one doubt after the other, each once."""

    def unsettled(answers: EventAnswers) -> list[Doubt]:
        # As they are: to write them out costs much, and each question asks this several times.
        found = doubts(vars(answers))
        return [doubt for doubt in found if doubt.token not in answers.doubts_settled]

    async def screen(dialog: EventDialog) -> Screen:
        return doubt_screen(dialog, unsettled(dialog.answers)[0])

    async def confirm(dialog: EventDialog, _: str) -> Taken:
        settled = [*dialog.answers.doubts_settled, unsettled(dialog.answers)[0].token]
        dialog.set(doubts_settled=settled)
        return ""

    async def correct(dialog: EventDialog, _: str) -> Taken:
        dialog.go(unsettled(dialog.answers)[0].about[-1])
        return await dialog.step.screen(dialog)

    async def take(dialog: EventDialog, typed: Typed) -> Taken:
        """What is typed here corrects the answer that is doubted."""
        dialog.go(unsettled(dialog.answers)[0].about[-1])
        return await dialog.answer_step(typed)

    return Step(
        key=key,
        screen=screen,
        is_due=lambda answers: bool(unsettled(answers)),
        only_if_due=True,
        take=take,
        press={"right": confirm, "wrong": correct},
        words=yes_or_no("right", "wrong"),
    )
