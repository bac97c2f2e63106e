"""An admin accepts at once all submitted reports that nothing is open about, or those of a federal
district."""

from collections.abc import Sequence

from aiogram.types import CallbackQuery, InlineKeyboardButton
from pydantic import BaseModel

from domain.mailings.mailings import begin_mailing, recipients_in
from domain.regions.directory import FEDERAL_DISTRICTS
from domain.reports.acceptance import Acceptable, Accepted, accept_as_seen, acceptable_reports
from handlers.callbacks import AcceptAll, OpenStatus
from handlers.context import Context
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.typed import Event, Taken
from handlers.keyboards import MAIN, button, columns, rows
from handlers.region_picker import NO_DISTRICT
from handlers.responses import Responses, Screen, show
from handlers.review import texts
from handlers.routes import press
from models import AcceptanceContent, FormKind, Role


class AcceptanceAnswers(BaseModel):
    """`district` as in AcceptAll. `seen` has by region's code the version of each report that the
    admin is shown as ready."""

    district: str = ""
    seen: dict[str, str] = {}


AcceptanceDialog = Dialog[AcceptanceAnswers]


async def begin(query: CallbackQuery, callback_data: AcceptAll, context: Context) -> Responses:
    known = _meant(callback_data.district) in FEDERAL_DISTRICTS
    answers = AcceptanceAnswers(district=callback_data.district if known else "")
    dialog = await Dialog.begin(ACCEPTING, context, answers)
    return await dialog.show(query)


async def _narrow(dialog: AcceptanceDialog, district: str) -> Taken:
    if not district or _meant(district) in FEDERAL_DISTRICTS:
        dialog.set(district=district)
    return ""


def _meant(district: str) -> str | None:
    """The key of FEDERAL_DISTRICTS."""
    return None if district == NO_DISTRICT else district


async def _question(dialog: AcceptanceDialog) -> Screen:
    context, district = dialog.context, dialog.answers.district
    everywhere = await acceptable_reports(context.session, context.campaign)
    found = everywhere.within(_meant(district)) if district else everywhere
    seen = {status.region.code: status.decision_version for status in found.ready}
    if seen != dialog.answers.seen:
        dialog.set(seen=seen)
    text = texts.acceptance.question(
        found, context.campaign.year, of_district=_meant(district), in_district=bool(district)
    )
    number = len(found.ready)
    accept = dialog.button(texts.acceptance.accept_button(number), "finish", style=MAIN)
    leave = dialog.cancel_button(texts.acceptance.LEAVE)
    districts = _districts(dialog, everywhere)
    return Screen(text, rows([accept] if number else [], *columns(districts, 3), [leave]))


def _districts(dialog: AcceptanceDialog, found: Acceptable) -> Sequence[InlineKeyboardButton]:
    """To those of one district, or back to all: wherever there is something else to accept."""
    shown = dialog.answers.district
    numbers = {
        district: len(found.within(district).ready)
        for district in FEDERAL_DISTRICTS
        if (district or NO_DISTRICT) != shown
    }
    buttons = [
        dialog.button(
            texts.acceptance.district_button(district, number), "narrow", district or NO_DISTRICT
        )
        for district, number in numbers.items()
        if number > 0 and (shown or number < len(found.ready))
    ]
    everywhere = dialog.button(texts.acceptance.ALL_DISTRICTS, "narrow")
    return [*buttons, *([everywhere] if shown else [])]


async def _accept(dialog: AcceptanceDialog, event: Event) -> Responses:
    """What another admin has accepted meanwhile, and what has changed, is left out and said."""
    context, seen = dialog.context, dialog.answers.seen
    if not seen:
        return await dialog.show(event, texts.acceptance.NOTHING_READY)
    session, campaign, by, now = context.session, context.campaign, context.person, context.now
    done = await accept_as_seen(session, campaign, seen, by=by, now=now)
    await dialog.close()
    to = await recipients_in(session, done.statuses)
    if done.entries:
        decisions = {code: entry.id for code, entry in done.entries.items()}
        content = AcceptanceContent(decisions=decisions)
        await begin_mailing(session, campaign, to, content, by=by, now=now)
    text = texts.acceptance.outcome(done, to)
    return show(event, Screen(text, rows(_again(done), [_status()])).kept())


def _again(done: Accepted) -> list[InlineKeyboardButton]:
    return [button(texts.acceptance.LOOK_AGAIN, AcceptAll())] if done.changed else []


async def _leave(dialog: AcceptanceDialog, event: Event) -> Responses:
    await dialog.close()
    return show(event, Screen(texts.acceptance.NOTHING_ACCEPTED, rows([_status()])))


def _status() -> InlineKeyboardButton:
    return button(texts.acceptance.STATUS, OpenStatus())


ACCEPTING: Form[AcceptanceAnswers] = Form(
    kind=FormKind.ACCEPT,
    answers=AcceptanceAnswers,
    steps=(
        Step(
            key="confirm",
            screen=_question,
            is_due=always,
            words=YES_OR_NO,
            press={"narrow": _narrow},
        ),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=_accept,
    cancel=_leave,
    gone=texts.acceptance.DECIDED,
    of_campaign=True,
)

ROUTES = (press(AcceptAll, begin),)
