"""/export: the merged table at once, and cuts of it by the buttons below."""

from functools import partial

from aiogram import Router
from aiogram.types import CallbackQuery, Message
from pydantic import ValidationError

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import (
    Answers,
    Screen,
    SendWorkbook,
    Toast,
    alert,
    button,
    columns,
    rows,
    say,
    show,
)
from handlers.commands import (
    EXPORT,
    Said,
)
from handlers.cuts import ChooseCut, ExportRegion, MakeCut, OpenExports
from handlers.doors import ExportCampaign
from handlers.region_picker import NO_DISTRICT, picker, search
from handlers.turn import Turn
from reports.campaigns import campaign_of
from reports.changes import Changes, changes_since
from reports.cuts import Cut
from reports.export_log import last_whole_export, mark_of, recent_exports
from reports.fields import KINDS
from reports.region_search import find_district
from reports.regions import FEDERAL_DISTRICTS, Region


def router() -> Router:
    router = Router(name="export")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(export, Said(EXPORT))
    router.callback_query.register(export_year, ExportCampaign.filter())
    router.callback_query.register(choose, ChooseCut.filter())
    router.callback_query.register(export_region, ExportRegion.filter())
    router.callback_query.register(export_cut, MakeCut.filter())
    router.callback_query.register(show_exports, OpenExports.filter())
    return router


async def export(message: Message, turn: Turn, argument: str) -> Answers:
    cut = Cut(year=turn.campaign.year, district=find_district(argument))
    if argument and cut.district is None:
        choice = partial(ExportRegion, year=turn.campaign.year)
        region = search(choice, argument, unknown=texts.export.REGION_NOT_FOUND)
        if not isinstance(region, Region):
            return show(message, region)
        cut = Cut(year=turn.campaign.year, region_code=region.code)
    return [SendWorkbook(chat_id=turn.person.id, cut=cut)]


async def export_year(query: CallbackQuery, callback_data: ExportCampaign, turn: Turn) -> Answers:
    return await _send(query, Cut(year=callback_data.year), turn)


async def export_cut(query: CallbackQuery, callback_data: MakeCut, turn: Turn) -> Answers:
    try:
        cut = callback_data.cut()
    except ValidationError:
        return alert(query, texts.export.NO_SUCH_CUT)
    return await _send(query, cut, turn)


async def choose(query: CallbackQuery, callback_data: ChooseCut, turn: Turn) -> Answers:
    # A new message: a file cannot be turned into a text.
    screen = _choices(callback_data)
    return [Toast(query_id=query.id), say(turn.person.id, screen)]


async def export_region(query: CallbackQuery, callback_data: ExportRegion, turn: Turn) -> Answers:
    choice = partial(ExportRegion, year=callback_data.year)
    if not callback_data.code:
        return show(query, picker(choice, callback_data.district, ask=texts.export.WHICH_REGION))
    region = search(choice, callback_data.code, unknown=texts.export.REGION_NOT_FOUND)
    if not isinstance(region, Region):
        return show(query, region)
    return await _send(query, Cut(year=callback_data.year, region_code=region.code), turn)


async def show_exports(query: CallbackQuery, callback_data: OpenExports, turn: Turn) -> Answers:
    campaign = await campaign_of(turn.session, callback_data.year)
    if campaign is None:
        return alert(query, texts.export.no_such_year(callback_data.year))
    exports = await recent_exports(turn.session, campaign)
    text = texts.export.who_exported(exports, campaign=campaign, zone=turn.zone)
    return [Toast(query_id=query.id), say(turn.person.id, Screen(text))]


async def _send(query: CallbackQuery, cut: Cut, turn: Turn) -> Answers:
    campaign = await campaign_of(turn.session, cut.year)
    if campaign is None:
        return alert(query, texts.export.no_such_year(cut.year))
    answers: Answers = [Toast(query_id=query.id)]
    if cut.changed:
        found = await turn.session.execute(last_whole_export(turn.person.id, campaign.id))
        mark = mark_of(found.one_or_none())
        if mark is None:
            answers.append(say(turn.person.id, Screen(texts.export.NOTHING_TO_COMPARE_WITH)))
            cut = cut.model_copy(update={"changed": False})
        else:
            changes = await turn.session.execute(changes_since(campaign.id, cut, mark))
            if not Changes(*changes.one()):
                return alert(query, texts.export.nothing_changed(mark.at, turn.zone))
    return [*answers, SendWorkbook(chat_id=turn.person.id, cut=cut)]


def _choices(wanted: ChooseCut) -> Screen:
    year = wanted.year
    match wanted.by:
        case "region":
            return picker(partial(ExportRegion, year=year), ask=texts.export.WHICH_REGION)
        case "district":
            districts = [
                button(name, MakeCut(year=year, district=short or NO_DISTRICT).pack())
                for short, name in FEDERAL_DISTRICTS.items()
            ]
            return Screen(texts.export.WHICH_DISTRICT, rows(*columns(districts, 1)))
        case "kind":
            kinds = [
                button(label, MakeCut(year=year, kind=key).pack()) for key, label in KINDS.items()
            ]
            return Screen(texts.export.WHICH_KIND, rows(*columns(kinds, 1)))
