"""Choosing one of the 89 regions: by district, or by a part of the name or the code typed."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from domain.regions.directory import FEDERAL_DISTRICTS, Region, regions_of
from domain.regions.search import find_regions
from handlers import phrases
from handlers.keyboards import button, columns, rows
from handlers.responses import Screen

NO_DISTRICT = "-"  # in a button, for the regions outside the federal districts
SHOWN = 12


class RegionChoice(CallbackData, prefix="region"):
    """One step of the choice: empty, a district, or the region. Each conversation has its own
    subclass, so that buttons never act in another one."""

    district: str = ""
    code: str = ""


# Makes what a step's button carries, from a `district` or a `code` or neither: a conversation's
# RegionChoice, perhaps with more in it, or a form's own button.
Choice = Callable[..., CallbackData]


def picker(choice: Choice, district: str = "", *, ask: str = phrases.CHOOSE_DISTRICT) -> Screen:
    """The districts, below what `ask` says, or the regions of one."""
    key = None if district == NO_DISTRICT else district
    if not district or key not in FEDERAL_DISTRICTS:
        buttons = [
            button(name, choice(district=short or NO_DISTRICT))
            for short, name in FEDERAL_DISTRICTS.items()
        ]
        return Screen(ask, rows(*columns(buttons, 1)))
    back = button(phrases.DISTRICTS, choice())
    keyboard = rows(*columns(_regions(choice, regions_of(key)), 2), [back])
    return Screen(phrases.choose_region(district=FEDERAL_DISTRICTS[key]), keyboard)


def search(
    choice: Choice, typed: str, *, unknown: str = phrases.REGION_NOT_FOUND
) -> Region | Screen:
    """The region that is meant; a screen to choose from if that is not clear, with what
    `unknown` says if there is none."""
    found = find_regions(typed)
    if len(found) == 1:
        return found[0]
    if not found:
        return Screen(unknown, rows([button(phrases.DISTRICTS, choice())]))
    shown = found[:SHOWN]
    text = phrases.several_regions(found=len(found), shown=len(shown))
    return Screen(text, rows(*columns(_regions(choice, shown), 1)))


def _regions(choice: Choice, regions: Sequence[Region]) -> list[InlineKeyboardButton]:
    return [button(region.name, choice(code=region.code)) for region in regions]
