"""Asking for a region in a form: by buttons, district by district, or by typing it."""

from typing import TypeVar

from aiogram.filters.callback_data import CallbackData
from pydantic import BaseModel

from domain.regions.directory import Region
from handlers import phrases
from handlers.forms.dialog import Dialog
from handlers.forms.typed import Typed
from handlers.region_picker import Choice, picker, search
from handlers.responses import Screen

A = TypeVar("A", bound=BaseModel)

REGIONS = "regions"  # the action that shows a district's regions, or without a value the districts


def region_choice(dialog: Dialog[A]) -> Choice:
    """The region picker's buttons: a region's is `pick` with its code."""

    def choice(*, district: str = "", code: str = "") -> CallbackData:
        return dialog.data("pick", code) if code else dialog.data(REGIONS, district)

    return choice


async def show_regions(dialog: Dialog[A], district: str) -> Screen:
    """For a step's `press`, by the name REGIONS."""
    return picker(region_choice(dialog), district)


def region_meant(
    dialog: Dialog[A], typed: Typed, *, unknown: str = phrases.REGION_NOT_FOUND
) -> Region | Screen:
    """For a step's `take`: the region, or a screen to choose from if it is not plain which one,
    with what `unknown` says if none is like it."""
    return search(region_choice(dialog), typed.words(), unknown=unknown)
