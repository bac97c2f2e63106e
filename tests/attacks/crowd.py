"""People of every role before the real bot, whatever they do, and what must be true after it."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Awaitable, Sequence
from typing import Any

from sqlalchemy import select
from structlog.typing import EventDict

from domain.events.form import REVIEW
from handlers.forms.buttons import FormButton
from handlers.forms.split_texts import SPLIT_WITHIN
from handlers.routers import FORMS
from models import AuditAction, AuditEntry, Draft, Event, InboxUpdate, Person, Role
from sandbox.chats import Message, Press
from sandbox.faults import LostBeforeEffect
from sandbox.journal import Call
from tests.helping import helper_of
from tests.world import PATIENCE, Someone, World

REGIONS = {"31": "Белгородская область", "60": "Псковская область"}
# Stands in an event of each region, so that it is seen whenever somebody is shown that event.
MARKS = {"31": "Гжель", "60": "Финифть"}
SAVED = re.compile(r"Мероприятие № (\d+) сохранено")
FAILURES = ("update.retry", "updates.stored_one_by_one")


class Crowd:
    """`people` are, in order: a stranger, a coordinator of each region, a helper of the first, an
    admin, and somebody who was a coordinator. `logs` is what the bot logs."""

    def __init__(self, world: World, logs: Sequence[EventDict]) -> None:
        self.world = world
        self.people: list[Someone] = []
        self.pressed: list[Press] = []
        self._logs = logs
        self._seen = 0  # calls of the bot that have been looked at
        self._roles: dict[int, tuple[Role, str | None]] = {}
        self._death: Death | None = None
        world.telegram.journal.on_call(self._hold_for_death)

    async def come(self) -> None:
        world = self.world
        olga = await world.admin()
        coordinators = [await world.coordinator(name) for name in REGIONS.values()]
        for coordinator, mark in zip(coordinators, MARKS.values(), strict=True):
            await world.event(coordinator, mark)
            await coordinator.says("/events")
        helper = await helper_of(world, coordinators[0])
        removed = await world.coordinator(REGIONS["31"], "Бывший")
        async with world.app.database.transaction() as session:
            person = await session.get_one(Person, removed.id)
            person.role, person.region_code = Role.STRANGER, None
        self.people = [world.stranger(), *coordinators, helper, olga, removed]
        self._roles = await self._roles_now()
        self._seen = len(list(world.telegram.journal))

    async def do(self, *acts: Awaitable[object]) -> list[Call]:
        """All at once, as from two phones; gives what the bot did, and fails if it was wrong."""
        for act in acts:
            await act
        calls = await self._done()
        if len(acts) == 1:
            _nothing_is_said_twice(calls)
        return calls

    async def do_while_the_bot_dies(self, *acts: Awaitable[object], death: "Death") -> list[Call]:
        """The same, and the bot dies over it and is started again. Each of `acts` is another
        person's and brings a call to Telegram."""
        self._death = death
        for act in acts:
            await act
        call = await death.comes()
        await self.world.crash()
        if death.is_lost:
            self.world.telegram.faults.order(LostBeforeEffect(), call.method, chat_id=call.chat_id)
        self._death = None
        death.is_over.set()
        restarted = len(list(self.world.telegram.journal)) + 1
        await self.world.start_bot()
        # From then on the world knows whether everything is done.
        await self.world.until(self._what_was_in_hand_is_taken_up)
        calls = await self._done()
        _nothing_is_said_twice([call for call in calls if call.number >= restarted])
        return calls

    async def _what_was_in_hand_is_taken_up(self) -> bool:
        return self.world.app.pages.inbox is not None

    async def _hold_for_death(self, call: Call) -> None:
        if self._death is not None:
            await self._death.hold(call)

    async def _done(self) -> list[Call]:
        await self.world.settled()
        calls = list(self.world.telegram.journal)[self._seen :]
        self._seen += len(calls)
        roles = await self._roles_now()
        for call in calls:
            self._nobody_sees_anothers(call, roles)
        await self._what_is_told_saved_is_saved(calls, roles)
        await self._what_is_asked_is_remembered(calls)
        await self._the_books_are_in_order()
        self._roles = roles
        # What is written next is no part of a long text that was cut in two.
        self.world.clock.pass_(seconds=1 + SPLIT_WITHIN.total_seconds())
        return calls

    async def clear(self, someone: Someone, message: Message) -> None:
        """The person deletes a message from the chat."""
        chat = self.world.bot.private[someone.id]
        self.world.telegram.world.delete(chat, message)

    # ── What must be true ────────────────────────────────────────────────────────────────

    def _nobody_sees_anothers(self, call: Call, roles: dict[int, Any]) -> None:
        told = str(call.params)
        for code, mark in MARKS.items():
            if mark not in told or call.chat_id is None:
                continue
            known = [each.get(call.chat_id) for each in (self._roles, roles)]
            assert any(
                role is not None and (role[0] == Role.ADMIN or role[1] == code) for role in known
            ), f"the event of another region is shown: {call}"

    async def _what_is_told_saved_is_saved(
        self, calls: Sequence[Call], roles: dict[int, Any]
    ) -> None:
        events = await self.world.rows(select(Event))
        there = {(event.region_code, event.number) for event in events}
        for call in calls:
            found = SAVED.search(str(call.params.get("text")))
            role, region = roles.get(call.chat_id or 0, (None, None))
            if found and role == Role.COORDINATOR:
                assert (region, int(found[1])) in there, f"not saved: {call}"
        added = AuditEntry.action == AuditAction.EVENT_ADDED
        on_record = await self.world.rows(select(AuditEntry.subject_id).where(added))
        assert sorted(map(int, on_record)) == sorted(event.id for event in events)

    async def _what_is_asked_is_remembered(self, calls: Sequence[Call]) -> None:
        """The form of each chat's newest screen is there, as the screen shows it."""
        newest = {call.chat_id: call for call in calls if call.params.get("text") is not None}
        drafts = {draft.id: draft for draft in await self.world.rows(select(Draft))}
        for chat_id, call in newest.items():
            for button in _form_buttons(call):
                draft = drafts.get(button.draft)
                assert draft is not None, f"the form is forgotten: {call}"
                known = (draft.person_id, draft.form, draft.version)
                assert known == (chat_id, button.form, button.version), f"not so: {call}"

    async def _the_books_are_in_order(self) -> None:
        failed = [
            line
            for line in self._logs
            if line["log_level"] in ("error", "critical") or line["event"] in FAILURES
        ]
        assert failed == []
        assert await self.world.set_aside() == 0
        assert await self.world.rows(select(InboxUpdate)) == [], "not done with"
        assert [press for press in self.pressed if press.answer is None] == []
        self.pressed.clear()
        forms = {form.kind: form for form in FORMS}
        for draft in await self.world.rows(select(Draft)):
            form = forms[draft.form]
            form.answers.model_validate(draft.answers)
            assert draft.step in {REVIEW, *(step.key for step in form.steps)}, (
                f"{draft.form}: {draft.step}"
            )

    async def _roles_now(self) -> dict[int, tuple[Role, str | None]]:
        people = await self.world.rows(select(Person))
        return {person.id: (person.role, person.region_code) for person in people}


class Death:
    """Of the bot: during its next call to Telegram after so many, which then `is_lost` or still
    arrives."""

    def __init__(self, after: int, *, is_lost: bool) -> None:
        self.is_lost = is_lost
        self.is_over = asyncio.Event()
        self._left = after
        self._call: asyncio.Future[Call] = asyncio.get_running_loop().create_future()

    async def comes(self) -> Call:
        async with asyncio.timeout(PATIENCE):
            return await self._call

    async def hold(self, call: Call) -> None:
        self._left -= 1
        if self._left < 0:
            if not self._call.done():
                self._call.set_result(call)
            await self.is_over.wait()


def _nothing_is_said_twice(calls: Sequence[Call]) -> None:
    said = Counter(
        (call.chat_id, call.params.get("text"), str(call.params.get("reply_markup")))
        for call in calls
        if call.method == "sendMessage" and call.fault is None
    )
    assert [words for words, often in said.items() if often > 1] == []


def _form_buttons(call: Call) -> list[FormButton]:
    markup = call.params.get("reply_markup") or "{}"
    markup = json.loads(markup) if isinstance(markup, str) else markup
    buttons = (button for row in markup.get("inline_keyboard", ()) for button in row)
    read = (FormButton.read(button.get("callback_data")) for button in buttons)
    return [button for button in read if button is not None]
