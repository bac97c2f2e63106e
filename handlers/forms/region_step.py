"""The step that asks for a region: by buttons, district by district, or by typing it."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiogram.filters.callback_data import CallbackData
from pydantic import BaseModel

from domain.regions.directory import Region, region_by_code
from handlers.forms import texts
from handlers.forms.dialog import Dialog, Step
from handlers.forms.typed import Taken, Typed
from handlers.region_picker import CHOOSE_DISTRICT, Choice, picker, search
from handlers.responses import Screen

A = TypeVar("A", bound=BaseModel)


class RegionAnswers(BaseModel):
    """Of a form with the step `region`: the region's code."""

    region: str | None = None

    def chosen_region(self) -> Region:
        """Once the step is answered."""
        assert self.region is not None
        return region_by_code(self.region)


REGIONS = "regions"  # the action that shows a district's regions, or without a value the districts


def region_choice(dialog: Dialog[A]) -> Choice:
    """The region picker's buttons: a region's is `pick` with its code."""

    def choice(*, district: str = "", code: str = "") -> CallbackData:
        return dialog.data("pick", code) if code else dialog.data(REGIONS, district)

    return choice


async def ask_region(dialog: Dialog[A]) -> Screen:
    return picker(region_choice(dialog), ask=CHOOSE_DISTRICT)


async def show_regions(dialog: Dialog[A], district: str) -> Screen:
    """For a step's `press`, by the name REGIONS."""
    return picker(region_choice(dialog), district)


def region_meant(dialog: Dialog[A], typed: Typed) -> Region | Screen:
    """For a step's `take`: the region, or a screen to choose from if it is not plain which one."""
    return search(region_choice(dialog), typed.words())


async def take_region(dialog: Dialog[A], typed: Typed) -> Taken:
    """Answers the step `region` with the region's code, at whatever step the form stands."""
    region = region_meant(dialog, typed)
    if isinstance(region, Screen):
        return region
    dialog.set(region=region.code)
    dialog.go("region")
    return ""


def region_step(
    take: Callable[[Dialog[A], Typed], Awaitable[Taken]] = take_region,
    *,
    screen: Callable[[Dialog[A]], Awaitable[Screen]] = ask_region,
) -> Step[A]:
    """The step `region`."""
    return Step(
        key="region",
        title=texts.REGION,
        screen=screen,
        take=take,
        press={REGIONS: show_regions},
    )
