"""/campaign: the current year's and the old ones; closing it, and opening it again."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, button, columns, rows, say, show
from handlers.commands import (
    CAMPAIGN,
    Said,
)
from handlers.doors import (
    ExportCampaign,
    OpenCampaign,
    OpenStatus,
    OpenYear,
    Year,
)
from handlers.turn import Turn
from models import Campaign, MailingKind
from reports.audit import last_author
from reports.campaigns import campaign_of, is_closed, lock_campaign, newest_campaign
from reports.deadlines import extended_deadlines
from reports.extensions import open_requests
from reports.mailings import Audience, Reach, begin_mailing, reach
from reports.people import admins
from reports.years import close, next_year, numbers, reopen, years

YEARS_SHOWN = 12


class CloseCampaign(CallbackData, prefix="campclose"):
    year: Year
    sure: bool = False


class ReopenCampaign(CallbackData, prefix="campopen"):
    year: Year


def router() -> Router:
    router = Router(name="campaigns")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(open_current, Said(CAMPAIGN))
    router.callback_query.register(open_year, OpenCampaign.filter())
    router.callback_query.register(close_campaign, CloseCampaign.filter())
    router.callback_query.register(reopen_campaign, ReopenCampaign.filter())
    return router


async def open_current(message: Message, turn: Turn, argument: str) -> Answers:
    year = int(argument) if argument.isdecimal() and len(argument) == 4 else turn.campaign.year
    return show(message, await _of_year(turn, year))


async def open_year(query: CallbackQuery, callback_data: OpenCampaign, turn: Turn) -> Answers:
    return show(query, await _of_year(turn, callback_data.year))


async def close_campaign(query: CallbackQuery, callback_data: CloseCampaign, turn: Turn) -> Answers:
    if not await _locked_current(turn, callback_data.year):
        return show(query, await _screen(turn, turn.campaign), toast=texts.campaigns.NOT_CURRENT)
    if turn.campaign.closed_at is not None:
        screen = await _screen(turn, turn.campaign)
        return show(query, screen, toast=texts.campaigns.CLOSED_ALREADY)
    if not callback_data.sure:
        return show(query, await _confirm_closing(turn, callback_data))
    close(turn.session, turn.campaign, by=turn.person, now=turn.now)
    to = await _tell_coordinators(turn)
    return await _done(query, turn, texts.campaigns.closed(turn.campaign, to))


async def reopen_campaign(
    query: CallbackQuery, callback_data: ReopenCampaign, turn: Turn
) -> Answers:
    if not await _locked_current(turn, callback_data.year):
        return show(query, await _screen(turn, turn.campaign), toast=texts.campaigns.NOT_CURRENT)
    if turn.campaign.closed_at is None:
        screen = await _screen(turn, turn.campaign)
        return show(query, screen, toast=texts.campaigns.OPEN_ALREADY)
    reopen(turn.session, turn.campaign, by=turn.person, now=turn.now)
    return await _done(query, turn, texts.campaigns.reopened(turn.campaign, turn.zone, turn.now))


async def _locked_current(turn: Turn, year: int) -> bool:
    """Whether that year still is the current one, which then stays so until the turn's end."""
    await lock_campaign(turn.session, turn.campaign)
    newest = await newest_campaign(turn.session)
    return newest is turn.campaign and turn.campaign.year == year


async def _tell_coordinators(turn: Turn) -> Reach:
    """What has become of their reports; gives whom that reaches in all."""
    session, campaign = turn.session, turn.campaign
    for whom in ("reported", "unreported"):
        to = await reach(session, campaign, Audience(whom))
        text = texts.campaigns.closing_notice(campaign, reported=whom == "reported")
        notice = {"text": text, "whom": whom}
        if to.people or to.blocked:
            await begin_mailing(
                session, campaign, MailingKind.NOTICE, to, notice, by=turn.person, now=turn.now
            )
    return await reach(session, campaign, Audience("all"))


async def _done(query: CallbackQuery, turn: Turn, what: str) -> Answers:
    """The campaign as it is now, to whoever did it; the other admins hear of it."""
    await turn.session.flush()
    others = [each for each in await admins(turn.session) if each.id != turn.person.id]
    told = Screen(texts.campaigns.done_by(what, turn.person.name))
    screen = await _screen(turn, turn.campaign, note=what)
    return [*show(query, screen), *(say(each.id, told) for each in others)]


async def _of_year(turn: Turn, year: int) -> Screen:
    campaign = await campaign_of(turn.session, year)
    note = "" if campaign else texts.campaigns.NO_SUCH_YEAR
    return await _screen(turn, campaign or turn.campaign, note=note)


async def _screen(turn: Turn, campaign: Campaign, note: str = "") -> Screen:
    current = campaign.id == turn.campaign.id
    text = texts.campaigns.campaign(
        campaign,
        await numbers(turn.session, campaign),
        current=current,
        closed_by=await last_author(turn.session, "campaign.closed", "campaign", campaign.id),
        zone=turn.zone,
        now=turn.now,
        note=note,
    )
    look = [
        button(texts.campaigns.STATUS, OpenStatus(year=campaign.year).pack()),
        button(texts.campaigns.EXPORT, ExportCampaign(year=campaign.year).pack()),
    ]
    others = [
        button(str(year), OpenCampaign(year=year).pack())
        for year in (await years(turn.session))[:YEARS_SHOWN]
        if year != campaign.year
    ]
    return Screen(text, rows(look, *(_acts(turn) if current else ()), *columns(others, 4)))


def _acts(turn: Turn) -> list[list[InlineKeyboardButton]]:
    """What can be done with the current campaign now."""
    campaign, acts = turn.campaign, []
    if campaign.closed_at is None:
        closing = CloseCampaign(year=campaign.year)
        acts.append([button(texts.campaigns.CLOSE, closing.pack())])
    else:
        reopening = ReopenCampaign(year=campaign.year)
        acts.append([button(texts.campaigns.REOPEN, reopening.pack())])
    if is_closed(campaign, turn.now):
        year = next_year(campaign, turn.now, turn.zone)
        acts.append([button(texts.campaigns.open_next(year), OpenYear(year=year).pack())])
    return acts


async def _confirm_closing(turn: Turn, pressed: CloseCampaign) -> Screen:
    extended = await extended_deadlines(turn.session, turn.campaign)
    text = texts.campaigns.confirm_closing(
        turn.campaign,
        await numbers(turn.session, turn.campaign),
        await reach(turn.session, turn.campaign, Audience("all")),
        extended=sum(until > turn.now for until in extended.values()),
        waiting=len(await open_requests(turn.session, turn.campaign)),
    )
    sure = button(texts.campaigns.CLOSE_SURE, pressed.model_copy(update={"sure": True}).pack())
    leave = button(texts.campaigns.NOT_CLOSE, OpenCampaign(year=turn.campaign.year).pack())
    return Screen(text, rows([sure], [leave]))
