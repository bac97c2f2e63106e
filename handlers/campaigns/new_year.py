"""Opening the next year: the dates by the letter's rule, each of which can be changed first."""

from dataclasses import asdict

from aiogram.types import CallbackQuery, InlineKeyboardButton

from domain.audit.trail import last_author
from domain.campaigns.campaigns import current_campaign, season
from domain.campaigns.deadlines import campaign_is_over, extended_deadlines
from domain.campaigns.locking import lock_campaign
from domain.mailings.mailings import Audience, begin_mailing, recipients_of
from domain.reports.years import campaign_figures, next_year, open_year
from handlers.callbacks import OpenCampaign, OpenYear
from handlers.campaigns import texts
from handlers.campaigns.dates import YearAnswers, YearDialog, date_steps, wrong_dates
from handlers.context import Context
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.texts import BACK
from handlers.forms.typed import Event
from handlers.keyboards import MAIN, button, rows
from handlers.notifications import notify_admins
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from models import AuditAction, Campaign, FormKind, Role, YearlyConfirmationContent


async def begin(query: CallbackQuery, callback_data: OpenYear, context: Context) -> Responses:
    year = callback_data.year
    why_not = await _why_not(context, year)
    if why_not is not None:
        return show(query, why_not)
    dialog = await Dialog.unfinished(NEW_YEAR, context)
    if dialog is None or dialog.answers.year != year:
        dates = season(year, context.zone)
        answers = YearAnswers(year=year, **asdict(dates))
        dialog = await Dialog.begin(NEW_YEAR, context, answers)
    else:
        await dialog.activate()
        dialog.set(review=None)
        dialog.go("review")
    return await dialog.show(query)


async def _confirm(dialog: YearDialog) -> Screen:
    context, before = dialog.context, dialog.context.campaign
    extended = await extended_deadlines(context.session, before)
    text = texts.new_year.confirm_opening(
        dialog.answers.year,
        before.year,
        await recipients_of(context.session, before, Audience("all")),
        drafts=(await campaign_figures(context.session, before)).drafts,
        extended={code: until for code, until in extended.items() if until > context.now},
        zone=context.zone,
    )
    sure = dialog.button(texts.new_year.OPEN_SURE, "finish", style=MAIN)
    return Screen(text, rows([sure], [dialog.button(BACK, "back")]))


async def _open(dialog: YearDialog, event: Event) -> Responses:
    """Unless another admin has opened the year since, or a date has passed."""
    context, year = dialog.context, dialog.answers.year
    await lock_campaign(context.session, context.campaign)
    why_not = await _guard(dialog)
    if why_not is not None:
        return show(event, why_not)
    if wrong_dates(dialog):
        dialog.set(review=None)
        return await dialog.proceed(event)
    await dialog.close()
    campaign = await open_year(
        context.session, year, dialog.answers.season(), by=context.person, now=context.now
    )
    await _ask_coordinators(campaign, context)
    opened = texts.new_year.opened(year, context.zone, campaign.deadline)
    for_admins = Screen(texts.campaign.done_by(opened, context.person.name))
    screen = Screen(opened, rows([_to_campaign(year)]))
    return [*show(event, screen), *await notify_admins(context, for_admins, but=context.person)]


async def _ask_coordinators(campaign: Campaign, context: Context) -> None:
    """Whether they still are coordinators. They stay so unless they say no."""
    to = await recipients_of(context.session, campaign, Audience("all"))
    text = texts.yearly_confirmation.question(campaign)
    question = YearlyConfirmationContent(text=text, deadline=campaign.deadline)
    await begin_mailing(context.session, campaign, to, question, by=context.person, now=context.now)


async def _leave(dialog: YearDialog, event: Event) -> Responses:
    await dialog.close()
    return show(event, Screen(texts.new_year.not_opened(dialog.answers.year)))


async def _guard(dialog: YearDialog) -> Screen | None:
    """Closes the form if there is a reason why the year cannot be opened."""
    why_not = await _why_not(dialog.context, dialog.answers.year)
    if why_not is not None:
        await dialog.close()
    return why_not


async def _why_not(context: Context, year: int) -> Screen | None:
    """Why that year cannot be opened: another admin has done it, or it is not its time."""
    newest = await current_campaign(context.session)
    if newest.year >= year:
        by = await last_author(context.session, AuditAction.CAMPAIGN_OPENED, newest.id)
        text = texts.new_year.opened_already(newest.year, by)
    elif campaign_is_over(newest, context.now) and year == next_year(
        newest, context.now, context.zone
    ):
        return None
    else:
        text = texts.new_year.NOT_YET
    return Screen(text, rows([_to_campaign(newest.year)]))


def _to_campaign(year: int) -> InlineKeyboardButton:
    return button(texts.new_year.TO_CAMPAIGN, OpenCampaign(year=year))


NEW_YEAR: Form[YearAnswers] = Form(
    kind=FormKind.CAMPAIGN,
    answers=YearAnswers,
    steps=(
        *date_steps(),
        Step(key="confirm", screen=_confirm, is_due=always, words=YES_OR_NO),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=_open,
    cancel=_leave,
    guard=_guard,
)

ROUTES = (press(OpenYear, begin),)
