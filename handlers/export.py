"""/export: the merged spreadsheet, or one region's."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.access import ForAdmins
from handlers.answers import Answers, SendWorkbook, Toast, show
from handlers.commands import EXPORT, Said
from handlers.region_picker import RegionChoice, search
from handlers.turn import Turn
from reports.regions import Region


class ExportRegion(RegionChoice, prefix="export"):
    pass


def router() -> Router:
    router = Router(name="export")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(export, Said(EXPORT))
    router.callback_query.register(export_region, ExportRegion.filter())
    return router


async def export(message: Message, turn: Turn, argument: str) -> Answers:
    if not argument:
        return [SendWorkbook(chat_id=turn.person.id)]
    region = search(ExportRegion, argument)
    if not isinstance(region, Region):
        return show(message, region)
    return [SendWorkbook(chat_id=turn.person.id, region_code=region.code)]


async def export_region(query: CallbackQuery, callback_data: ExportRegion, turn: Turn) -> Answers:
    region = search(ExportRegion, callback_data.code)
    if not isinstance(region, Region):
        return show(query, region)
    return [Toast(query_id=query.id), SendWorkbook(chat_id=turn.person.id, region_code=region.code)]
