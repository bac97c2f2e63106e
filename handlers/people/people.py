"""/people: the coordinators of each region, removing one, and whom no message reaches."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message, ReplyKeyboardRemove

from domain.audit.trail import last_author
from domain.pages import Page
from domain.people import region_helpers
from domain.people.access_requests import open_requests
from domain.people.people import coordinators, locked_person, remove_coordinator
from domain.people.reachable import out_of_reach
from domain.people.region_helpers import number_of_helpers
from domain.people.search import is_id_or_username, people_called, people_named, regions_so_called
from domain.regions.directory import Region
from handlers import phrases
from handlers.callbacks import (
    ErasePerson,
    OpenHistory,
    OpenPeople,
    OpenPerson,
    OpenRequests,
    PersonId,
)
from handlers.confirmation import ask
from handlers.context import Context
from handlers.keyboards import MAIN, button, page_buttons, rows
from handlers.menu import PEOPLE
from handlers.people import texts
from handlers.region_picker import RegionChoice, picker, search
from handlers.responses import Responses, Screen, SetMenu, say, show
from handlers.routes import command, press
from models import AuditAction, Person, Role

PAGE = 10
SHOWN = 15  # people without pages; more would not fit into a message


class PeopleRegion(RegionChoice, prefix="people_region"):
    pass


class RemovePerson(CallbackData, prefix="remove_person"):
    person: PersonId
    region: str  # as the admin saw it: since then the person may have joined another one
    sure: bool = False


class OpenOutOfReach(CallbackData, prefix="out_of_reach"):
    pass


async def open_list(message: Message, context: Context, argument: str) -> Responses:
    if not argument:
        return show(message, await _list(context))
    if is_id_or_username(argument.strip()):
        return show(message, await _called(context, argument))
    people = await people_named(context.session, argument)
    if people:
        return show(message, await _so_named(context, people, regions_so_called(argument)))
    return show(message, await _of_region(context, argument))


async def turn_page(query: CallbackQuery, callback_data: OpenPeople, context: Context) -> Responses:
    return show(query, await _list(context, callback_data.page))


async def choose_region(
    query: CallbackQuery, callback_data: PeopleRegion, context: Context
) -> Responses:
    if not callback_data.code:
        return show(query, picker(PeopleRegion, callback_data.district))
    return show(query, await _of_region(context, callback_data.code))


async def open_person(
    query: CallbackQuery, callback_data: OpenPerson, context: Context
) -> Responses:
    person = await locked_person(context.session, callback_data.person)
    if person is None:
        return show(query, await _list(context), toast=texts.erasure.NOBODY_TO_ERASE)
    return show(query, _card(person, context))


async def remove(query: CallbackQuery, callback_data: RemovePerson, context: Context) -> Responses:
    person = await locked_person(context.session, callback_data.person)
    if person is None or not (person.is_coordinator or person.is_helper):
        action = AuditAction.PERSON_REMOVED
        by = await last_author(context.session, action, callback_data.person)
        return show(query, await _list(context), toast=texts.people.person_gone(by))
    if person.region_code != callback_data.region:
        return show(query, await _list(context), toast=texts.people.person_gone(None))
    if not callback_data.sure:
        removing = callback_data.model_copy(update={"sure": True})
        sure = button(texts.people.REMOVE_SURE, removing, MAIN)
        return ask(query, context, texts.people.confirm_removal(person), sure, to_list())
    removed = texts.people.removed(person)
    remove = region_helpers.remove if person.is_helper else remove_coordinator
    await remove(context.session, person, now=context.now, by=context.person)
    return [
        *show(query, Screen(removed, rows([_erase(person)], [to_list()]))),
        say(person.id, Screen(texts.people.YOU_ARE_REMOVED, ReplyKeyboardRemove())),
        SetMenu(chat_id=person.id, role=Role.STRANGER),
    ]


async def show_out_of_reach(query: CallbackQuery, context: Context) -> Responses:
    text = texts.people.unreachable(await out_of_reach(context.session))
    return show(query, Screen(text, rows([to_list()])))


async def _list(context: Context, number: int = 0) -> Screen:
    page = Page.of(await coordinators(context.session), number, PAGE)
    pager = page_buttons(page, lambda number: OpenPeople(page=number))
    requests = len(await open_requests(context.session))
    waiting = [button(phrases.requests_button(requests), OpenRequests())] if requests else []
    unreached = [button(texts.people.OUT_OF_REACH_BUTTON, OpenOutOfReach())]
    keyboard = rows(*_buttons(page.items), pager, waiting, unreached)
    helpers = await number_of_helpers(context.session)
    return Screen(texts.people.people_list(page, helpers), keyboard)


def _buttons(people: Sequence[Person]) -> list[list[InlineKeyboardButton]]:
    return [
        [button(phrases.person_button(person), OpenPerson(person=person.id))] for person in people
    ]


async def _called(context: Context, typed: str) -> Screen:
    people = await people_called(context.session, typed)
    if not people:
        return Screen(texts.people.nobody_called(typed.strip()), rows([to_list()]))
    return await _so_named(context, people)


async def _so_named(
    context: Context, people: Sequence[Person], regions: Sequence[Region] = ()
) -> Screen:
    """`regions` have that name, too."""
    if len(people) == 1 and not regions:
        return _card(people[0], context)
    named = [[button(region.name, PeopleRegion(code=region.code))] for region in regions]
    text = texts.people.several_called(found=len(people), shown=SHOWN, regions=bool(regions))
    return Screen(text, rows(*named, *_buttons(people[:SHOWN]), [to_list()]))


def _card(person: Person, context: Context) -> Screen:
    """Of a coordinator, a removed person, or an admin (of whom /admins tells more)."""
    actions = [
        button(texts.people.HISTORY, OpenHistory(subject="person", id=str(person.id))),
    ]
    if person.region_code is not None:
        remove = RemovePerson(person=person.id, region=person.region_code)
        actions.insert(0, button(texts.people.REMOVE, remove))
    erase = [] if person.is_admin else [_erase(person)]
    text = texts.people.person_card(person, context.zone)
    return Screen(text, rows(actions, erase, [to_list()]))


def _erase(person: Person) -> InlineKeyboardButton:
    return button(texts.erasure.ERASE, ErasePerson(person=person.id))


async def _of_region(context: Context, typed: str) -> Screen:
    region = search(PeopleRegion, typed, unknown=texts.people.NOT_FOUND)
    if not isinstance(region, Region):
        return region
    people = await coordinators(context.session, region.code)
    helpers = await number_of_helpers(context.session, region.code)
    if not people:
        text = texts.people.no_coordinators(region=region.name, helpers=helpers)
        return Screen(text, rows([to_list()]))
    shown = people[:SHOWN]
    text = texts.people.people_list(Page(shown, 0, 1, len(people)), helpers)
    return Screen(text, rows(*_buttons(shown), [to_list()]))


def to_list() -> InlineKeyboardButton:
    return button(texts.people.BACK_TO_LIST, OpenPeople())


ROUTES = (
    command(PEOPLE, open_list),
    press(OpenPeople, turn_page),
    press(PeopleRegion, choose_region),
    press(OpenPerson, open_person),
    press(RemovePerson, remove),
    press(OpenOutOfReach, show_out_of_reach),
)
