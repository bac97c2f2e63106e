"""Choosing one of the 89 regions: by district, or by a part of the name or the code typed."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from domain.regions.directory import FEDERAL_DISTRICTS, Region, regions_of
from domain.regions.search import begun_with, find_regions
from handlers.formatting import figure
from handlers.keyboards import button, columns, pairs, rows
from handlers.responses import Screen

NO_DISTRICT = "-"  # in a button, for the regions outside the federal districts
SHOWN = 12

CHOOSE_DISTRICT = (
    "Выберите федеральный округ или пришлите название региона. Достаточно части названия или "
    "кода: «белгород», «31»."
)
REGION_NOT_FOUND = "Такого региона нет в списке. Пришлите часть названия или код: «белгород», «31»."
PERHAPS_MEANT = "Возможно, имелось в виду:"
DISTRICTS = "К округам"


def choose_region(*, district: str) -> str:
    return f"<b>{district}</b>. Выберите регион."


def several_regions(*, found: int, shown: int) -> str:
    more = f" Показаны первые {figure(shown)}, уточните название." if found > shown else ""
    return f"Подходит несколько регионов. Выберите нужный.{more}"


def neither_region_nor_district(command: str) -> str:
    """Where nothing but the command is listened to."""
    return (
        "Такого региона нет в списке. Отправьте команду с частью названия, кодом или округом: "
        f"/{command} белгород, /{command} 31 или /{command} ЦФО."
    )


class RegionChoice(CallbackData, prefix="region"):
    """One step of the choice: empty, a district, or the region. Each conversation has its own
    subclass, so that buttons never act in another one."""

    district: str = ""
    code: str = ""


# Makes what a step's button carries, from a `district` or a `code` or neither: a conversation's
# RegionChoice, perhaps with more in it, or a form's own button.
Choice = Callable[..., CallbackData]


def picker(choice: Choice, district: str = "", *, ask: str = CHOOSE_DISTRICT) -> Screen:
    """The districts, below what `ask` says, or the regions of one."""
    key = None if district == NO_DISTRICT else district
    if not district or key not in FEDERAL_DISTRICTS:
        buttons = [
            button(name, choice(district=short or NO_DISTRICT))
            for short, name in FEDERAL_DISTRICTS.items()
        ]
        return Screen(ask, rows(*columns(buttons, 1)))
    back = button(DISTRICTS, choice())
    keyboard = rows(*pairs(_regions(choice, regions_of(key))), [back])
    return Screen(choose_region(district=FEDERAL_DISTRICTS[key]), keyboard)


def search(choice: Choice, typed: str, *, unknown: str = REGION_NOT_FOUND) -> Region | Screen:
    """The region that is meant; a screen to choose from if that is not clear, with what
    `unknown` says if there is none."""
    found = find_regions(typed)
    if len(found) == 1:
        return found[0]
    if not found:
        begun = begun_with(typed)[:SHOWN]
        text = f"{unknown} {PERHAPS_MEANT}" if begun else unknown
        keyboard = rows(*columns(_regions(choice, begun), 1), [button(DISTRICTS, choice())])
        return Screen(text, keyboard)
    shown = found[:SHOWN]
    text = several_regions(found=len(found), shown=len(shown))
    return Screen(text, rows(*columns(_regions(choice, shown), 1)))


def _regions(choice: Choice, regions: Sequence[Region]) -> list[InlineKeyboardButton]:
    return [button(region.name, choice(code=region.code)) for region in regions]
