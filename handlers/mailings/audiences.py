"""Choosing whose coordinators are written to: by a button, or by a region or district typed."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from aiogram.types import InlineKeyboardButton
from pydantic import BaseModel

from domain.mailings.mailings import Audience, Recipients, audience_of
from domain.mailings.progress import count, unfinished_mailings
from domain.refusal import Refusal
from domain.regions.directory import FEDERAL_DISTRICTS, Region
from domain.regions.search import find_district, find_regions
from domain.reports.state import ReportStatus
from domain.reports.status_groups import summarize
from domain.reports.status_queries import region_statuses
from handlers.context import Context
from handlers.forms.dialog import Dialog, Step
from handlers.forms.region_step import REGIONS, region_meant, show_regions
from handlers.forms.texts import BACK, PRESS_A_BUTTON
from handlers.forms.typed import Taken, Typed
from handlers.keyboards import button, columns, rows
from handlers.mailings import texts
from handlers.mailings.screens import StopMailing
from handlers.responses import Screen
from models import Person

SHOWN = 5  # mailings under way
NAMES = "names"  # the action of the button that names whom a message will not reach


class AudienceAnswers(BaseModel):
    """`newest` is the id of the newest mailing when the person last saw the warning of earlier
    mailings to the same regions, 0 for none."""

    audience: Audience | None = None
    newest: int = 0

    @property
    def chosen(self) -> Audience:
        assert self.audience is not None, "asked only after the audience"
        return self.audience


A = TypeVar("A", bound=AudienceAnswers)


async def take_audience(dialog: Dialog[A], typed: Typed) -> Taken:
    """A region or a federal district."""
    dialog.go("audience")  # also from the confirmation, which is of another audience
    words = typed.text or ""
    district = find_district(words)
    if district is not None:
        dialog.set(audience=Audience("district", district))
        return ""
    if not find_regions(words):
        raise Refusal(texts.mailing.audience_not_found(words))
    region = region_meant(dialog, typed)
    if not isinstance(region, Region):
        return region
    dialog.set(audience=Audience("region", region.code))
    return ""


def audience_step(
    screen: Callable[[Dialog[A]], Awaitable[Screen]],
    take: Callable[[Dialog[A], Typed], Awaitable[Taken]] = take_audience,
) -> Step[A]:
    """`screen` is `audience_menu` with the dialog's own question."""
    return Step(
        key="audience",
        title=texts.mailing.AUDIENCE,
        screen=screen,
        take=take,
        press={"group": _take_group, "districts": _districts, REGIONS: show_regions},
    )


async def audience_menu(dialog: Dialog[A], *, question: str, everyone: bool = False) -> Screen:
    """The groups with their numbers, and above them the mailings under way: any admin may stop
    one. `everyone`: all 89 regions may be meant at once."""
    summary = summarize(await region_statuses(dialog.context.session, dialog.context.campaign))
    groups = [
        ("unreported", texts.mailing.UNREPORTED, summary.regions - summary.reported),
        ("silent", texts.mailing.NOT_BEGUN, summary.by_status[ReportStatus.NOT_BEGUN]),
    ]
    if everyone:
        groups.insert(0, ("all", texts.mailing.EVERYONE, summary.regions))
    offered = [
        [dialog.button(texts.mailing.with_number(label, number), "group", whom)]
        for whom, label, number in groups
    ]
    district = dialog.button(texts.mailing.DISTRICT, "districts")
    region = dialog.button(texts.mailing.REGION, REGIONS)
    under_way, stop = await _under_way(dialog.context)
    text = texts.mailing.choose_audience(question, under_way=under_way)
    return Screen(text, rows(*stop, *offered, [district, region]))


def other_audience(dialog: Dialog[A]) -> InlineKeyboardButton:
    return dialog.button(texts.mailing.OTHER_AUDIENCE, "ask", "audience")


def whom_missed(dialog: Dialog[A], to: Recipients, *, named: bool) -> list[InlineKeyboardButton]:
    """The button that names all whom it will not reach, unless the screen names them already."""
    many = max(len(to.nobody), len(to.blocked)) > texts.mailing.NAMED
    return [dialog.button(texts.mailing.WHOM_MISSED, NAMES)] if many and not named else []


async def _take_group(dialog: Dialog[A], value: str) -> Taken:
    """`value`: a group of regions, or «district» and the district's key."""
    whom, _, which = value.partition(" ")
    audience = audience_of(whom, which)
    if audience is None:
        raise Refusal(PRESS_A_BUTTON)
    dialog.set(audience=audience)
    return ""


async def _districts(dialog: Dialog[A], _: str) -> Screen:
    offered = [
        dialog.button(name, "group", f"district {key or ''}")
        for key, name in FEDERAL_DISTRICTS.items()
    ]
    back = dialog.button(BACK, "ask", "audience")
    return Screen(texts.mailing.WHICH_DISTRICT, rows(*columns(offered, 1), [back]))


async def _under_way(context: Context) -> tuple[list[str], list[list[InlineKeyboardButton]]]:
    """A paragraph on each mailing that is being sent, and the buttons that stop them."""
    paragraphs, stop = [], []
    for mailing in (await unfinished_mailings(context.session))[:SHOWN]:
        author = await context.session.get_one(Person, mailing.created_by)
        so_far = await count(context.session, mailing.id)
        paragraphs.append(texts.mailing.under_way(mailing, author, so_far))
        label = texts.mailing.stop_button(mailing, author)
        stop.append([button(label, StopMailing(mailing=mailing.id))])
    return paragraphs, stop
