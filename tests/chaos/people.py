"""The people of the run. Each does one thing after the other and waits for the bot's answer."""

import asyncio
import random
import re
from collections.abc import Callable
from contextlib import suppress

from handlers.event_form.texts.form import EDIT, SAVE
from handlers.forms.texts import SKIP
from handlers.mailings.texts import mailing
from sandbox.chats import Message, Press
from sandbox.methods.editing import ANSWERABLE
from sandbox.phone import Phone
from tests.chaos.books import Books, Told
from tests.process import FILE_PATIENCE

KIND = "Урок, занятие"
SAVED = re.compile(r"Мероприятие № (\d+) сохранено")


class UnansweredError(Exception):
    """The person has waited in vain, and gives up."""


class Player:
    """`patience`: seconds for an answer. Whoever has waited for longer does nothing more."""

    def __init__(self, phone: Phone, books: Books, chance: random.Random, patience: float) -> None:
        self.phone = phone
        self.books = books
        self.chance = chance
        self._patience = patience
        self._has_given_up = False

    async def play(self, goes_on: Callable[[], bool]) -> None:
        """To the end of what is in hand once `goes_on` says no."""
        while goes_on() and not self._has_given_up:
            try:
                await self.do_one_thing()
            except UnansweredError as why:
                self.books.unanswered.append(str(why))
                self._has_given_up = True
            await asyncio.sleep(self.chance.uniform(0, 0.5))

    async def do_one_thing(self) -> None:
        raise NotImplementedError

    async def act(self, what: str, seen: str, on: Message | None = None) -> Message:
        """Write, or press where `what` stands in brackets, if not `on` a message in the newest one
        that has the button; until the bot's message with `seen`, and until the button no longer
        seems to hang."""
        loop = asyncio.get_running_loop()
        began, press = loop.time(), None
        self.books.acts += 1
        try:
            if what.startswith("["):
                press = self.phone.press(what[1:-1], on)
            else:
                await self.phone.says(what)
            message = await self.phone.sees(seen, within=self._patience)
            if press is not None:
                await self._until_answered(press)
        except AssertionError as error:
            screen, _, _ = str(error).partition("--- the last calls ---")
            raise UnansweredError(f"after «{what}»: {screen}") from None
        self.books.waits.append(loop.time() - began)
        return message

    async def _until_answered(self, press: Press) -> None:
        """Or until Telegram has forgotten the press, as it does after a while."""
        with suppress(AssertionError):
            await self.phone.answer_to(press, within=ANSWERABLE.total_seconds())
        self.books.forgotten += press.answer is None


class Coordinator(Player):
    def __init__(
        self, phone: Phone, books: Books, chance: random.Random, patience: float, region: str
    ) -> None:
        super().__init__(phone, books, chance, patience)
        self.region = region
        self._begun = 0

    async def do_one_thing(self) -> None:
        told = await self._report()
        if self.chance.random() < 0.3:
            await self._correct(told)

    async def _report(self) -> Told:
        self._begun += 1
        name, participants = f"Урок {self.region}-{self._begun}", self._some()
        question = await self.act("/new", "Шаг 1 из 8")
        await self.act(f"[{KIND}]", "Шаг 2 из 8", on=question)
        await self.act(name, "Шаг 3 из 8")
        await self.act("Белгород, Школа № 5", "Шаг 5 из 8")
        await self.act("3", "Шаг 6 из 8")
        # In the question that was just seen: after a kill the one before may be below it once more.
        question = await self.act(str(participants), "Шаг 7 из 8")
        question = await self.act(f"[{SKIP}]", "Шаг 8 из 8", on=question)
        card = await self.act(f"[{SKIP}]", "Проверьте мероприятие", on=question)
        receipt = await self.act(f"[{SAVE}]", "сохранено", on=card)
        number = SAVED.search(receipt.text)
        assert number is not None
        told = Told(self.region, int(number[1]), name, participants)
        self.books.told.append(told)
        return told

    async def _correct(self, told: Told) -> None:
        """The receipt stays as it is, so its button is the newest of that name."""
        participants = self._some()
        await self.act(f"[{EDIT}]", "Что изменить?")
        await self.act("[Число участников]", "Сейчас:")
        await self.act(str(participants), "Исправлено" if participants != told.participants else "")
        told.participants = participants

    def _some(self) -> int:
        return self.chance.randrange(20, 400)


class Exporter(Player):
    """An admin who asks for the workbook, over and over. It comes when nobody else has work for the
    processor, so it is waited for longer than an answer."""

    def __init__(self, phone: Phone, books: Books, chance: random.Random, patience: float) -> None:
        super().__init__(phone, books, chance, max(patience, FILE_PATIENCE))

    async def do_one_thing(self) -> None:
        await self.act("/export", "Отчитались:")
        self.books.files += 1


class Writer(Player):
    """An admin who writes to all coordinators, over and over."""

    async def do_one_thing(self) -> None:
        text = f"Коллеги, сообщение № {len(self.books.broadcasts) + 1}"
        await self.act("/broadcast", "Кому отправить сообщение?")
        await self.act(f"[{mailing.with_number(mailing.EVERYONE, 89)}]", "Пришлите сообщение")
        await self.act(text, "Отправить?")
        self.books.broadcasts.append(text)
        await self.act(f"[{mailing.SEND}]", "Получили: ")
