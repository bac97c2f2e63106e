"""Random people before the real bot: any text, any button old or new or another's, in any order,
two phones of one account, edits, deletions, files of every kind; and the bot is killed over it.

`--hypothesis-profile=chaos` plays for minutes instead of seconds, with other people each time."""

import asyncio
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from structlog.testing import capture_logs

from sandbox.chats import Message
from sandbox.journal import Call
from sandbox.texts import tidied
from tests.attacks.crowd import Crowd, Death
from tests.attacks.saying import FILES, TEXTS
from tests.databases import PostgreSQL
from tests.loop import Loop
from tests.recorded import without_words
from tests.world import IN_THE_WEEK, JPEG, Clock, Someone, World

pytestmark = pytest.mark.long

# What a failure needs is in its steps: to find shorter ones would take minutes of new bots.
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
QUICK = settings(max_examples=6, stateful_step_count=30, derandomize=True)
SHORT = settings(QUICK, max_examples=3)
CHAOS = settings(max_examples=40, stateful_step_count=60)

WHO = st.integers(0, 5)
WHICH = st.integers(0, 1_000)


class RandomPeople(RuleBasedStateMachine):
    """Each run has a world of its own, on an empty database."""

    def __init__(self, database_url: str) -> None:
        super().__init__()
        self._stack = ExitStack()
        logs = self._stack.enter_context(capture_logs())
        self._missing = self._stack.enter_context(without_words())
        self._runner = self._stack.enter_context(asyncio.Runner(loop_factory=Loop))
        self._world = World(database_url, Clock(IN_THE_WEEK))
        self._crowd = Crowd(self._world, logs)

    @initialize()
    def everybody_comes(self) -> None:
        async def come() -> None:
            await self._world.__aenter__()
            await self._crowd.come()

        self._runner.run(come())

    # ── Acts ─────────────────────────────────────────────────────────────────────────────

    @rule(who=WHO, text=TEXTS)
    def says(self, who: int, text: str) -> None:
        if not tidied(text).text:
            return  # no phone sends it
        someone = self._crowd.people[who]
        calls = self._runner.run(self._crowd.do(someone.phone.pastes(text)))
        assert any(call.chat_id == someone.id for call in calls), "left without an answer"

    @rule(who=WHO, which=WHICH)
    def presses_what_is_shown(self, who: int, which: int) -> None:
        self._press(who, which, newest=True)

    @rule(who=WHO, which=WHICH)
    def presses_an_old_button(self, who: int, which: int) -> None:
        self._press(who, which, newest=False)

    @rule(whose=WHO, which=WHICH)
    def everybody_presses_the_buttons_of_anothers_message(self, whose: int, which: int) -> None:
        """No app has them, but whoever speaks to Telegram without one can."""
        others = list(self._crowd.people)
        buttons = self._buttons(others.pop(whose))
        if not buttons:
            return
        shown, _ = buttons[which % len(buttons)]
        acquainted = [each for each in others if any(m.from_bot for m in each.phone.messages)]

        async def press(someone: Someone) -> None:
            for message, data in buttons:
                if message is shown:
                    self._crowd.pressed.append(someone.phone.forge(data, someone.phone.last))

        self._runner.run(self._crowd.do(*map(press, acquainted)))

    @rule(who=WHO, text=TEXTS, which=WHICH)
    def writes_on_one_phone_and_presses_on_another(self, who: int, text: str, which: int) -> None:
        someone = self._crowd.people[who]

        async def presses() -> None:
            self._press_one(someone, which, newest=True)

        acts = [someone.phone.pastes(text)] if tidied(text).text else []
        self._runner.run(self._crowd.do(*acts, presses(), presses()))

    @rule(who=WHO, text=TEXTS, which=WHICH)
    def edits(self, who: int, text: str, which: int) -> None:
        someone = self._crowd.people[who]
        own = [each for each in someone.phone.messages if not each.from_bot and "text" in each.json]
        if own and tidied(text[:4000]).text:
            message = own[which % len(own)]
            self._runner.run(self._crowd.do(someone.phone.edits(message, text[:4000])))

    @rule(who=WHO, text=TEXTS, which=WHICH)
    def replies(self, who: int, text: str, which: int) -> None:
        someone = self._crowd.people[who]
        messages = someone.phone.messages
        if messages and tidied(text[:4000]).text:
            to = messages[which % len(messages)]
            self._runner.run(self._crowd.do(someone.phone.replies(text[:4000], to)))

    @rule(who=WHO, which=WHICH)
    def deletes_a_message(self, who: int, which: int) -> None:
        someone = self._crowd.people[who]
        if messages := someone.phone.messages:
            message = messages[which % len(messages)]
            self._runner.run(self._crowd.do(self._crowd.clear(someone, message)))

    @rule(who=WHO, file=st.integers(0, len(FILES) - 1))
    def sends_a_file(self, who: int, file: int) -> None:
        phone = self._crowd.people[who].phone
        calls = self._runner.run(self._crowd.do(phone.sends_document(*FILES[file])))
        assert any(call.chat_id == phone.id for call in calls), "left without an answer"

    @rule(who=WHO, which=st.integers(0, 5), caption=st.sampled_from(["", "Урок качества", "/new"]))
    def sends_something_else(self, who: int, which: int, caption: str) -> None:
        phone = self._crowd.people[who].phone
        acts = (
            lambda: phone.sends_photo(JPEG, caption),
            lambda: phone.sends_album(JPEG, JPEG, JPEG, caption=caption),
            phone.sends_sticker,
            phone.sends_voice,
            phone.shares_contact,
            lambda: phone.sends({"location": {"latitude": 50.6, "longitude": 36.6}}),
        )
        self._runner.run(self._crowd.do(acts[which]()))

    @rule(who=WHO)
    def blocks_the_bot_and_comes_back(self, who: int) -> None:
        phone = self._crowd.people[who].phone
        self._runner.run(self._crowd.do(phone.blocks(), phone.unblocks()))

    @rule(texts=st.lists(TEXTS, min_size=1, max_size=5), which=WHICH, lost=st.booleans())
    def write_while_the_bot_is_killed(self, texts: list[str], which: int, lost: bool) -> None:
        """Some at once, and one more presses a button."""
        *writers, presser = self._crowd.people[: len(texts) + 1]
        speaking = [
            (someone, text)
            for someone, text in zip(writers, texts, strict=True)
            if tidied(text).text
        ]
        if not speaking:
            return

        async def press() -> None:
            self._press_one(presser, which, newest=True)

        async def die() -> list[Call]:
            death = Death(which % len(speaking), is_lost=lost)
            acts = [someone.phone.pastes(text) for someone, text in speaking]
            return await self._crowd.do_while_the_bot_dies(*acts, press(), death=death)

        calls = self._runner.run(die())
        answered = {call.chat_id for call in calls if call.status == 200}
        assert answered >= {someone.id for someone, _ in speaking}, "left without an answer"

    @rule(hours=st.sampled_from([1, 5, 24, 24 * 9]))
    def time_passes(self, hours: int) -> None:
        world = self._world
        world.clock.pass_(hours=hours)
        jobs = (world.app.reminders, world.app.digests, world.app.proposal_news, world.app.mailings)
        self._runner.run(self._crowd.do(*(job.send_due() for job in jobs)))

    # ── Buttons ──────────────────────────────────────────────────────────────────────────

    def _press(self, who: int, which: int, *, newest: bool) -> None:
        someone = self._crowd.people[who]

        async def press() -> None:
            self._press_one(someone, which, newest=newest)

        self._runner.run(self._crowd.do(press()))

    def _press_one(self, someone: Someone, which: int, *, newest: bool) -> None:
        """One of the buttons of the newest message that has any, or of all that there ever were."""
        buttons = self._buttons(someone)
        if newest and buttons:
            buttons = [each for each in buttons if each[0] is buttons[-1][0]]
        if buttons:
            message, data = buttons[which % len(buttons)]
            self._crowd.pressed.append(someone.phone.forge(data, message))

    def _buttons(self, someone: Someone) -> list[tuple[Message, str]]:
        """All that there ever were."""
        return [
            (message, button.data)
            for message in self._world.bot.private[someone.id].messages.values()
            for row in message.rows
            for button in row
            if button.data is not None
        ]

    def teardown(self) -> None:
        try:
            self._runner.run(self._world.__aexit__(None, None, None))
            assert self._missing == []
        finally:
            self._stack.close()


def play(new_database: Callable[[], str], quick: settings) -> None:
    chaos = settings.get_current_profile_name() == "chaos"
    run_state_machine_as_test(
        # Whatever gives one will do, hypothesis says.
        lambda: RandomPeople(new_database()),  # type: ignore[arg-type]
        settings=settings(
            CHAOS if chaos else quick,
            deadline=None,
            phases=WITHOUT_SHRINKING,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_whatever_people_do_the_bot_answers_and_keeps_its_books(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def new_database() -> str:
        path = tmp_path_factory.mktemp("people") / "bot.sqlite3"
        shutil.copy(sqlite_template, path)
        return f"sqlite+aiosqlite:///{path}"

    play(new_database, QUICK)


def test_whatever_people_do_it_does_so_on_postgresql(postgresql: PostgreSQL) -> None:
    play(postgresql.new_database, SHORT)
