"""/people: the coordinators of each region, removing one, and whom no message reaches."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message, ReplyKeyboardRemove

from domain.audit.trail import last_author
from domain.pages import Page
from domain.people.access_requests import open_requests
from domain.people.people import (
    coordinators,
    is_id_or_username,
    locked_person,
    out_of_reach,
    people_called,
    remove_coordinator,
)
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
from handlers.keyboards import button, rows, turning
from handlers.menu import PEOPLE
from handlers.notifications import unreachable_people
from handlers.people import texts
from handlers.region_picker import RegionChoice, picker, search
from handlers.responses import Responses, Screen, SetMenu, say, show
from handlers.routes import command, press
from models import AuditAction, Person, Role

PAGE = 10
SHOWN = 15  # of one region's; more would not fit into a message


class PeopleRegion(RegionChoice, prefix="of"):
    pass


class RemovePerson(CallbackData, prefix="remove"):
    person: PersonId
    region: str  # whom the admin saw: since then they may have joined another region
    sure: bool = False


class OpenOutOfReach(CallbackData, prefix="reach"):
    pass


async def open_list(message: Message, context: Context, argument: str) -> Responses:
    if not argument:
        return show(message, await _list(context, 0))
    if is_id_or_username(argument.strip()):
        return show(message, await _called(context, argument))
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
        return show(query, await _list(context, 0), toast=texts.erasure.NOBODY_TO_ERASE)
    return show(query, _card(person, context))


async def remove(query: CallbackQuery, callback_data: RemovePerson, context: Context) -> Responses:
    person = await locked_person(context.session, callback_data.person, Role.COORDINATOR)
    if person is None or person.region_code != callback_data.region:
        # Of somebody who has moved it would tell of a removal long ago.
        by = None
        if person is None:
            who = callback_data.person
            by = await last_author(context.session, AuditAction.PERSON_REMOVED, who)
        gone = texts.people.person_gone(by)
        return show(query, await _list(context, 0), toast=gone)
    if not callback_data.sure:
        sure = button(texts.people.REMOVE_SURE, callback_data.model_copy(update={"sure": True}))
        return ask(query, context, texts.people.confirm_removal(person), sure, _to_list())
    await remove_coordinator(context.session, person, now=context.now, by=context.person)
    return [
        *show(query, Screen(texts.people.removed(person), rows([_erase(person)], [_to_list()]))),
        say(person.id, Screen(texts.people.YOU_ARE_REMOVED, ReplyKeyboardRemove())),
        SetMenu(chat_id=person.id, role=Role.STRANGER),
    ]


async def show_out_of_reach(query: CallbackQuery, context: Context) -> Responses:
    who = await out_of_reach(context.session)
    return show(query, Screen(unreachable_people(who), rows([_to_list()])))


async def _list(context: Context, number: int) -> Screen:
    page = Page.of(await coordinators(context.session), number, PAGE)
    text = texts.people.people_list(page)
    people = [
        [button(phrases.person_button(person), OpenPerson(person=person.id))]
        for person in page.items
    ]
    pager = turning(page, lambda number: OpenPeople(page=number))
    requests = len(await open_requests(context.session))
    more = [button(texts.people.OUT_OF_REACH_BUTTON, OpenOutOfReach())]
    if requests:
        more.append(button(phrases.requests_button(requests), OpenRequests()))
    return Screen(text, rows(*people, pager, more))


async def _called(context: Context, typed: str) -> Screen:
    people = await people_called(context.session, typed)
    if not people:
        return Screen(texts.people.nobody_called(typed.strip()), rows([_to_list()]))
    if len(people) == 1:
        return _card(people[0], context)
    opening = [
        [button(phrases.person_button(person), OpenPerson(person=person.id))]
        for person in people[:SHOWN]
    ]
    return Screen(texts.people.SEVERAL_CALLED, rows(*opening, [_to_list()]))


def _card(person: Person, context: Context) -> Screen:
    """Anyone: a coordinator, somebody removed, or an admin, of whom /admins tells more."""
    removing = []
    if person.region_code is not None:
        remove = RemovePerson(person=person.id, region=person.region_code)
        removing.append(button(texts.people.REMOVE, remove))
    history = OpenHistory(subject="person", id=str(person.id)).pack()
    keyboard = rows(
        [*removing, button(texts.people.HISTORY, history)],
        [] if person.is_admin else [_erase(person)],
        [_to_list()],
    )
    return Screen(texts.people.person_card(person, context.zone), keyboard)


def _erase(person: Person) -> InlineKeyboardButton:
    return button(texts.erasure.ERASE, ErasePerson(person=person.id))


async def _of_region(context: Context, typed: str) -> Screen:
    region = search(PeopleRegion, typed, unknown=texts.people.NOT_FOUND)
    if not isinstance(region, Region):
        return region
    people = await coordinators(context.session, region.code)
    if not people:
        return Screen(texts.people.no_coordinators(region=region.name), rows([_to_list()]))
    shown = people[:SHOWN]
    text = texts.people.people_list(Page(shown, 0, 1, len(people)))
    opening = [
        [button(phrases.person_button(person), OpenPerson(person=person.id))] for person in shown
    ]
    return Screen(text, rows(*opening, [_to_list()]))


def _to_list() -> InlineKeyboardButton:
    return button(texts.people.BACK_TO_LIST, OpenPeople())


ROUTES = (
    command(PEOPLE, open_list),
    press(OpenPeople, turn_page),
    press(PeopleRegion, choose_region),
    press(OpenPerson, open_person),
    press(RemovePerson, remove),
    press(OpenOutOfReach, show_out_of_reach),
)
