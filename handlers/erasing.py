"""Erasing somebody's personal data at their request; what they reported stays."""

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, ReplyKeyboardRemove

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, SetMenu, button, rows, say, show
from handlers.doors import (
    ErasePerson,
    OpenPeople,
    OpenPerson,
)
from handlers.turn import Turn
from models import Role
from reports.erasing import erase, person_to_erase


def router() -> Router:
    router = Router(name="erasing personal data")
    router.callback_query.filter(ForAdmins())
    router.callback_query.register(erase_person, ErasePerson.filter())
    return router


async def erase_person(query: CallbackQuery, callback_data: ErasePerson, turn: Turn) -> Answers:
    person = await person_to_erase(turn.session, callback_data.person)
    if person is None:
        return show(query, Screen(texts.erasing.NOBODY_TO_ERASE, _to_people()))
    if person.is_admin:
        own = person.appointed_by is None
        text = texts.erasing.admin_stays(person, operators_own=own)
        return show(query, Screen(text, _to_people()))
    if not callback_data.sure:
        sure = button(texts.erasing.ERASE_SURE, ErasePerson(person=person.id, sure=True).pack())
        back = button(texts.erasing.KEEP, OpenPerson(person=person.id).pack())
        return show(query, Screen(texts.erasing.confirm(person), rows([sure], [back])))
    await erase(turn.session, person, now=turn.now, by=turn.person)
    # The last that the bot says to them; these answers, too, go once they are out.
    return [
        *show(query, Screen(texts.erasing.ERASED, _to_people())),
        say(person.id, Screen(texts.erasing.YOU_ARE_ERASED, ReplyKeyboardRemove())),
        SetMenu(chat_id=person.id, role=Role.STRANGER),
    ]


def _to_people() -> InlineKeyboardMarkup:
    return rows([button(texts.people.BACK_TO_LIST, OpenPeople().pack())])
