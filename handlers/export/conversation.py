"""/export: the merged table at once, and parts of it by the buttons below."""

from functools import partial

from aiogram.types import CallbackQuery, Message
from pydantic import ValidationError
from sqlalchemy.orm import Session

from domain.campaigns.campaigns import campaign_of
from domain.events.fields import KINDS
from domain.export.changes import Changes, count_changes
from domain.export.filters import ExportFilter
from domain.export.log import AuditPosition, position_since, recent_exports
from domain.export.scope import Scope
from domain.regions.directory import FEDERAL_DISTRICTS
from domain.regions.search import find_district
from domain.reports.years import years
from handlers.callbacks import ExportCampaign
from handlers.context import Context
from handlers.export import texts, typed
from handlers.export.filter_buttons import ChooseFilter, ExportFiltered, ExportRegion, OpenExports
from handlers.keyboards import button, columns, rows
from handlers.menu import EXPORT
from handlers.region_picker import NO_DISTRICT, picker, search
from handlers.responses import Responses, Screen, SendWorkbook, Toast, alert, say, show
from handlers.routes import command, press
from models import Campaign


async def export(message: Message, context: Context, argument: str) -> Responses:
    asked = typed.read(argument)
    if asked is None:
        return _told(message, texts.ONE_PART_AT_A_TIME)
    year = asked.year or context.campaign.year
    if await campaign_of(context.session, year) is None:
        return _told(message, await _no_such_year(context, year))
    of_region = ExportRegion(
        year=year,
        reports=asked.reports or "",
        kind=asked.kind or "",
        changed=asked.changed,
        csv=asked.format == "csv",
    )
    district = find_district(asked.where)
    if asked.where and district is None:
        return await _of_region(message, of_region, asked.where, context)
    asked_for = of_region.export_filter(None).model_copy(update={"district": district})
    return await _send(message, asked_for, context)


async def export_year(
    query: CallbackQuery, callback_data: ExportCampaign, context: Context
) -> Responses:
    return await _send(query, ExportFilter(year=callback_data.year), context)


async def export_filtered(
    query: CallbackQuery, callback_data: ExportFiltered, context: Context
) -> Responses:
    try:
        export_filter = callback_data.export_filter()
    except ValidationError:
        return alert(query, texts.NO_SUCH_TABLE)
    return await _send(query, export_filter, context)


async def choose(query: CallbackQuery, callback_data: ChooseFilter, context: Context) -> Responses:
    # A new message: a file cannot be turned into a text.
    return [Toast(query_id=query.id), say(context.person.id, _choices(callback_data))]


async def export_region(
    query: CallbackQuery, callback_data: ExportRegion, context: Context
) -> Responses:
    if not callback_data.code:
        return show(query, _pick_region(callback_data))
    return await _of_region(query, callback_data, callback_data.code, context)


async def _of_region(
    to: Message | CallbackQuery, asked: ExportRegion, typed: str, context: Context
) -> Responses:
    region = search(asked.choice(), typed, unknown=texts.REGION_NOT_FOUND)
    if isinstance(region, Screen):
        return show(to, region)
    try:
        export_filter = asked.export_filter(region.code)
    except ValidationError:
        return _told(to, texts.NO_SUCH_TABLE)
    return await _send(to, export_filter, context)


async def show_exports(
    query: CallbackQuery, callback_data: OpenExports, context: Context
) -> Responses:
    campaign = await campaign_of(context.session, callback_data.year)
    if campaign is None:
        return alert(query, await _no_such_year(context, callback_data.year))
    exports = await recent_exports(context.session, campaign)
    text = texts.who_exported(exports, campaign=campaign, zone=context.zone)
    return [Toast(query_id=query.id), say(context.person.id, Screen(text))]


async def _send(
    to: Message | CallbackQuery, export_filter: ExportFilter, context: Context
) -> Responses:
    campaign = await campaign_of(context.session, export_filter.year)
    if campaign is None:
        return _told(to, await _no_such_year(context, export_filter.year))
    responses: Responses = [Toast(query_id=to.id)] if isinstance(to, CallbackQuery) else []
    if export_filter.changed:
        position, changes = await context.session.run_sync(
            _changes, context.person.id, campaign, export_filter
        )
        if position is None or changes is None:
            responses.append(say(context.person.id, Screen(texts.NOTHING_TO_COMPARE_WITH)))
            export_filter = ExportFilter(year=export_filter.year)
        elif not changes:
            told = texts.nothing_changed(position.at, changes.moved, context.zone)
            # With names of regions it is too long for a notice.
            if changes.moved:
                return [*responses, say(context.person.id, Screen(told))]
            return _told(to, told)
    return [*responses, SendWorkbook(chat_id=context.person.id, export_filter=export_filter)]


def _told(to: Message | CallbackQuery, text: str) -> Responses:
    return alert(to, text) if isinstance(to, CallbackQuery) else show(to, Screen(text))


async def _no_such_year(context: Context, year: int | None) -> str:
    return texts.no_such_year(year, await years(context.session))


def _changes(
    session: Session, person_id: int, campaign: Campaign, export_filter: ExportFilter
) -> tuple[AuditPosition | None, Changes | None]:
    """What the person compares with, and what has changed since then."""
    position = position_since(session, person_id, campaign.id, export_filter.since)
    if position is None:
        return None, None
    scope = Scope.read(session, campaign, export_filter, position)
    return position, count_changes(session, scope, position)


def _pick_region(asked: ExportRegion) -> Screen:
    ask = texts.asking(texts.WHICH_REGION, asked.reports or None)
    return picker(asked.choice(), asked.district, ask=ask)


def _choices(choice: ChooseFilter) -> Screen:
    part = partial(ExportFiltered, year=choice.year, reports=choice.reports)
    match choice.by:
        case "region":
            return _pick_region(ExportRegion(year=choice.year, reports=choice.reports))
        case "district":
            question = texts.WHICH_DISTRICT
            parts = [
                button(name, part(district=short or NO_DISTRICT))
                for short, name in FEDERAL_DISTRICTS.items()
            ]
        case "kind":
            question = texts.WHICH_KIND
            parts = [button(label, part(kind=key)) for key, label in KINDS.items()]
    return Screen(texts.asking(question, choice.reports or None), rows(*columns(parts, 1)))


ROUTES = (
    command(EXPORT, export),
    press(ExportCampaign, export_year),
    press(ChooseFilter, choose),
    press(ExportRegion, export_region),
    press(ExportFiltered, export_filtered),
    press(OpenExports, show_exports),
)
