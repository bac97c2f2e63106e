"""Erases a person's data at their request; what they have reported stays."""

from aiogram.types import CallbackQuery, ReplyKeyboardRemove

from domain.people.erasure import erase, person_to_erase
from handlers.callbacks import ErasePerson, OpenPerson
from handlers.confirmation import ask
from handlers.context import Context
from handlers.keyboards import DANGER, button, rows
from handlers.people import texts
from handlers.people.people import to_list
from handlers.responses import Responses, Screen, SetMenu, say, show
from handlers.routes import press
from models import Role


async def erase_person(
    query: CallbackQuery, callback_data: ErasePerson, context: Context
) -> Responses:
    person = await person_to_erase(context.session, callback_data.person)
    if person is None:
        return show(query, Screen(texts.erasure.NOBODY_TO_ERASE, rows([to_list()])))
    if person.is_admin:
        text = texts.erasure.admin_stays(person, by_settings=person.appointed_by is None)
        return show(query, Screen(text, rows([to_list()])))
    if not callback_data.sure:
        erasing = ErasePerson(person=person.id, sure=True)
        sure = button(texts.erasure.ERASE_SURE, erasing, DANGER)
        back = button(texts.erasure.KEEP, OpenPerson(person=person.id))
        return ask(query, context, texts.erasure.confirm(person), sure, back)
    await erase(context.session, person, now=context.now, by=context.person)
    # The last messages to the person; what is stored of them goes once they are sent.
    return [
        *show(query, Screen(texts.erasure.ERASED, rows([to_list()]))),
        say(person.id, Screen(texts.erasure.YOU_ARE_ERASED, ReplyKeyboardRemove())),
        SetMenu(chat_id=person.id, role=Role.STRANGER),
    ]


ROUTES = (press(ErasePerson, erase_person),)
