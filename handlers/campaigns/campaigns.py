"""/campaign: the current year's campaign and earlier ones; closing it, and opening it again."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from domain.audit.trail import last_author
from domain.campaigns.campaigns import campaign_of, current_campaign
from domain.campaigns.deadlines import campaign_is_over, extended_deadlines
from domain.campaigns.extensions import open_requests
from domain.campaigns.locking import lock_campaign
from domain.mailings.mailings import Audience, Recipients, Whom, begin_mailing, recipients_of
from domain.reports.years import campaign_figures, close, next_year, reopen, years
from handlers.callbacks import ExportCampaign, OpenCampaign, OpenStatus, OpenYear, Year
from handlers.campaigns.texts import campaign as texts
from handlers.campaigns.texts.new_year import open_next
from handlers.confirmation import ask
from handlers.context import Context
from handlers.keyboards import DANGER, button, columns, rows
from handlers.menu import CAMPAIGN
from handlers.notifications import notify_admins
from handlers.responses import Responses, Screen, show
from handlers.routes import command, press
from models import AuditAction, Campaign, NoticeContent

YEARS_SHOWN = 12


class CloseCampaign(CallbackData, prefix="close_campaign"):
    year: Year
    sure: bool = False


class ReopenCampaign(CallbackData, prefix="reopen_campaign"):
    year: Year


async def open_current(message: Message, context: Context, argument: str) -> Responses:
    year = int(argument) if argument.isdecimal() and len(argument) == 4 else context.campaign.year
    return show(message, await _of_year(context, year))


async def open_year(
    query: CallbackQuery, callback_data: OpenCampaign, context: Context
) -> Responses:
    return show(query, await _of_year(context, callback_data.year))


async def close_campaign(
    query: CallbackQuery, callback_data: CloseCampaign, context: Context
) -> Responses:
    why_not = await _why_not(context, callback_data.year, closing=True)
    if why_not:
        return show(query, await _screen(context, context.campaign), toast=why_not)
    if not callback_data.sure:
        return await _confirm_closing(query, context)
    close(context.session, context.campaign, by=context.person, now=context.now)
    to = await _tell_coordinators(context)
    return await _done(query, context, texts.closed(context.campaign, to))


async def reopen_campaign(
    query: CallbackQuery, callback_data: ReopenCampaign, context: Context
) -> Responses:
    why_not = await _why_not(context, callback_data.year, closing=False)
    if why_not:
        return show(query, await _screen(context, context.campaign), toast=why_not)
    reopen(context.session, context.campaign, by=context.person, now=context.now)
    return await _done(query, context, texts.reopened(context.campaign, context.zone, context.now))


async def _why_not(context: Context, year: int, *, closing: bool) -> str:
    """Why the campaign cannot be closed, or opened again; it stays locked until the end."""
    await lock_campaign(context.session, context.campaign)
    newest = await current_campaign(context.session)
    if newest is not context.campaign or newest.year != year:
        return texts.NOT_CURRENT
    if (newest.closed_at is not None) == closing:
        return texts.CLOSED_ALREADY if closing else texts.OPEN_ALREADY
    return ""


async def _tell_coordinators(context: Context) -> Recipients:
    """What became of their report; gives all recipients."""
    session, campaign = context.session, context.campaign
    audiences: tuple[Whom, ...] = ("reported", "returned", "unsubmitted")
    for whom in audiences:
        to = await recipients_of(session, campaign, Audience(whom))
        text = texts.closing_notice(campaign, whom)
        notice = NoticeContent(text=text, whom=whom)
        if to.people or to.blocked:
            await begin_mailing(session, campaign, to, notice, by=context.person, now=context.now)
    return await recipients_of(session, campaign, Audience("all"))


async def _done(query: CallbackQuery, context: Context, what: str) -> Responses:
    """Shows the campaign as it is now, and tells the other admins."""
    await context.session.flush()
    for_admins = Screen(texts.done_by(what, context.person.name))
    screen = (await _screen(context, context.campaign)).with_note(what)
    return [*show(query, screen), *await notify_admins(context, for_admins, but=context.person)]


async def _of_year(context: Context, year: int) -> Screen:
    campaign = await campaign_of(context.session, year)
    note = "" if campaign else texts.NO_SUCH_YEAR
    return (await _screen(context, campaign or context.campaign)).with_note(note)


async def _screen(context: Context, campaign: Campaign) -> Screen:
    current = campaign.id == context.campaign.id
    text = texts.campaign(
        campaign,
        await campaign_figures(context.session, campaign),
        current=current,
        closed_by=await last_author(context.session, AuditAction.CAMPAIGN_CLOSED, campaign.id),
        zone=context.zone,
        now=context.now,
    )
    look = [
        button(texts.STATUS, OpenStatus(year=campaign.year)),
        button(texts.EXPORT, ExportCampaign(year=campaign.year)),
    ]
    others = [
        button(str(year), OpenCampaign(year=year))
        for year in (await years(context.session))[:YEARS_SHOWN]
        if year != campaign.year
    ]
    keyboard = rows(look, *(_actions(context) if current else ()), *columns(others, 4))
    return Screen(text, keyboard)


def _actions(context: Context) -> list[list[InlineKeyboardButton]]:
    """Buttons for what can be done with the current campaign now."""
    campaign = context.campaign
    if campaign.closed_at is None:
        actions = [[button(texts.CLOSE, CloseCampaign(year=campaign.year))]]
    else:
        actions = [[button(texts.REOPEN, ReopenCampaign(year=campaign.year))]]
    if campaign_is_over(campaign, context.now):
        year = next_year(campaign, context.now, context.zone)
        actions.append([button(open_next(year), OpenYear(year=year))])
    return actions


async def _confirm_closing(query: CallbackQuery, context: Context) -> Responses:
    extended = await extended_deadlines(context.session, context.campaign)
    text = texts.confirm_closing(
        context.campaign,
        await campaign_figures(context.session, context.campaign),
        await recipients_of(context.session, context.campaign, Audience("all")),
        extended={code: until for code, until in extended.items() if until > context.now},
        zone=context.zone,
        waiting=len(await open_requests(context.session, context.campaign)),
    )
    year = context.campaign.year
    sure = button(texts.CLOSE_SURE, CloseCampaign(year=year, sure=True), DANGER)
    return ask(query, context, text, sure, button(texts.NOT_CLOSE, OpenCampaign(year=year)))


ROUTES = (
    command(CAMPAIGN, open_current),
    press(OpenCampaign, open_year),
    press(CloseCampaign, close_campaign),
    press(ReopenCampaign, reopen_campaign),
)
