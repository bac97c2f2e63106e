"""/export: the merged table at once, and parts of it by the buttons below."""

import re
from functools import partial

from aiogram.types import CallbackQuery, Message
from pydantic import ValidationError

from domain.campaigns.campaigns import campaign_of
from domain.events.fields import KINDS
from domain.export.changes import count_changes
from domain.export.filters import ExportFilter
from domain.export.log import last_position, recent_exports
from domain.regions.directory import FEDERAL_DISTRICTS, Region
from domain.regions.search import find_district
from domain.reports.years import years
from handlers.callbacks import ExportCampaign
from handlers.context import Context
from handlers.export import texts
from handlers.export.filter_buttons import ChooseFilter, ExportFiltered, ExportRegion, OpenExports
from handlers.keyboards import button, columns, rows
from handlers.menu import EXPORT
from handlers.region_picker import NO_DISTRICT, picker, search
from handlers.responses import Responses, Screen, SendWorkbook, Toast, alert, say, show
from handlers.routes import command, press


async def export(message: Message, context: Context, argument: str) -> Responses:
    year = context.campaign.year
    if re.fullmatch(r"\d{4}", argument):
        if await campaign_of(context.session, int(argument)) is None:
            return show(message, Screen(await _no_such_year(context, int(argument))))
        export_filter = ExportFilter(year=int(argument))
        return [SendWorkbook(chat_id=context.person.id, export_filter=export_filter)]
    export_filter = ExportFilter(year=year, district=find_district(argument))
    if argument and export_filter.district is None:
        region = _region(year, argument)
        if isinstance(region, Screen):
            return show(message, region)
        export_filter = ExportFilter(year=year, region_code=region.code)
    return [SendWorkbook(chat_id=context.person.id, export_filter=export_filter)]


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
    year, code = callback_data.year, callback_data.code
    if not code:
        return show(query, _pick_region(year, callback_data.district))
    region = _region(year, code)
    if isinstance(region, Screen):
        return show(query, region)
    return await _send(query, ExportFilter(year=year, region_code=region.code), context)


async def show_exports(
    query: CallbackQuery, callback_data: OpenExports, context: Context
) -> Responses:
    campaign = await campaign_of(context.session, callback_data.year)
    if campaign is None:
        return alert(query, await _no_such_year(context, callback_data.year))
    exports = await recent_exports(context.session, campaign)
    text = texts.who_exported(exports, campaign=campaign, zone=context.zone)
    return [Toast(query_id=query.id), say(context.person.id, Screen(text))]


async def _send(query: CallbackQuery, export_filter: ExportFilter, context: Context) -> Responses:
    campaign = await campaign_of(context.session, export_filter.year)
    if campaign is None:
        return alert(query, await _no_such_year(context, export_filter.year))
    responses: Responses = [Toast(query_id=query.id)]
    if export_filter.changed:
        position = await context.session.run_sync(last_position, context.person.id, campaign.id)
        if position is None:
            responses.append(say(context.person.id, Screen(texts.NOTHING_TO_COMPARE_WITH)))
            export_filter = export_filter.model_copy(update={"changed": False})
        else:
            changes = await context.session.run_sync(
                count_changes, campaign.id, export_filter, position
            )
            if not changes:
                return alert(query, texts.nothing_changed(position.at, context.zone))
    return [*responses, SendWorkbook(chat_id=context.person.id, export_filter=export_filter)]


async def _no_such_year(context: Context, year: int | None) -> str:
    return texts.no_such_year(year, await years(context.session))


def _region(year: int, typed: str) -> Region | Screen:
    choice = partial(ExportRegion, year=year)
    return search(choice, typed, unknown=texts.REGION_NOT_FOUND)


def _pick_region(year: int, district: str = "") -> Screen:
    return picker(partial(ExportRegion, year=year), district, ask=texts.WHICH_REGION)


def _choices(choice: ChooseFilter) -> Screen:
    year = choice.year
    match choice.by:
        case "region":
            return _pick_region(year)
        case "district":
            districts = [
                button(name, ExportFiltered(year=year, district=short or NO_DISTRICT))
                for short, name in FEDERAL_DISTRICTS.items()
            ]
            return Screen(texts.WHICH_DISTRICT, rows(*columns(districts, 1)))
        case "kind":
            kinds = [
                button(label, ExportFiltered(year=year, kind=key)) for key, label in KINDS.items()
            ]
            return Screen(texts.WHICH_KIND, rows(*columns(kinds, 1)))


ROUTES = (
    command(EXPORT, export),
    press(ExportCampaign, export_year),
    press(ChooseFilter, choose),
    press(ExportRegion, export_region),
    press(ExportFiltered, export_filtered),
    press(OpenExports, show_exports),
)
