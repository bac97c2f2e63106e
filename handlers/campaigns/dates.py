"""The dates of a year that is to be opened: a question for each, and the card with all of them."""

from datetime import date, datetime, time
from functools import partial

from pydantic import BaseModel

from domain.campaigns.campaigns import Season
from domain.reports.years import date_errors
from domain.text.dates import parse_day, parse_moment
from handlers.campaigns.texts import new_year as texts
from handlers.forms.dialog import Dialog, Step
from handlers.forms.texts import BACK
from handlers.forms.typed import Taken, Typed
from handlers.keyboards import MAIN, columns, rows
from handlers.responses import Screen


class YearAnswers(BaseModel):
    """The dates of the year, all of them from the beginning; `review` once they are to stay so."""

    year: int = 0
    week_start: date | None = None
    day: date | None = None
    week_end: date | None = None
    deadline: datetime | None = None
    review: bool | None = None

    def season(self) -> Season:
        return Season(**self.model_dump(exclude={"year", "review"}))


YearDialog = Dialog[YearAnswers]


def date_steps() -> tuple[Step[YearAnswers], ...]:
    dates = [
        Step(
            key=key,
            title=title,
            screen=partial(_ask_date, key),
            take=_take_deadline if key == "deadline" else partial(_take_day, key),
        )
        for key, title in texts.FIELDS.items()
    ]
    return (*dates, Step(key="review", screen=_review, press={"open": _reviewed}))


def wrong_dates(dialog: YearDialog) -> list[str]:
    """What does not fit together, in Russian sentences."""
    return date_errors(dialog.answers.season(), dialog.context.now, dialog.context.zone)


async def _ask_date(key: str, dialog: YearDialog) -> Screen:
    text = texts.ask_date(key, dialog.answers.year)
    return Screen(text, rows([dialog.button(BACK, "ask", "review")]))


async def _take_day(key: str, dialog: YearDialog, typed: Typed) -> Taken:
    context = dialog.context
    day = parse_day(typed.words(), dialog.answers.year, context.now, context.zone)
    dialog.set(**{key: day}, review=None)
    return ""


async def _take_deadline(dialog: YearDialog, typed: Typed) -> Taken:
    context = dialog.context
    # Seen from the Week's first day: «28.11» is in that year, «15 января» in the next.
    week_start = datetime.combine(dialog.answers.season().week_start, time(), context.zone)
    deadline = parse_moment(typed.words(), max(context.now, week_start), context.zone)
    dialog.set(deadline=deadline, review=None)
    return ""


async def _review(dialog: YearDialog) -> Screen:
    context, year = dialog.context, dialog.answers.year
    wrong = wrong_dates(dialog)
    text = texts.dates(year, dialog.answers.season(), wrong, context.zone)
    fields = [dialog.button(label, "ask", key) for key, label in texts.FIELDS.items()]
    opening = [] if wrong else [dialog.button(texts.open_next(year), "open", style=MAIN)]
    keyboard = rows(*columns(fields, 2), opening, [dialog.cancel_button()])
    return Screen(text, keyboard)


async def _reviewed(dialog: YearDialog, _: str) -> Taken:
    if not wrong_dates(dialog):
        dialog.set(review=True)
    return ""
