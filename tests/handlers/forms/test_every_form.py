"""What people do to dialogs, played on each of them: whoever declares a new form gives it a line
in `openings.py`, and all of this holds for it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from handlers import phrases
from handlers.forms import texts
from handlers.forms.buttons import FormButton
from handlers.forms.dialog import YES_OR_NO, Form
from handlers.forms.memory import Memory, as_label
from handlers.menu import MAP
from handlers.routers import FORMS
from models import Draft, FormKind, Role
from sandbox.chats import Message
from tests.handlers.forms.openings import OPENINGS, draft_of
from tests.world import Someone, World

LONG = "Много слов. " * 400  # 4,800 characters: a phone cuts it in two


class Play:
    """A person with an open form."""

    def __init__(self, world: World, form: Form[Any], who: Someone) -> None:
        self.world, self.form, self.who = world, form, who
        self.opening = OPENINGS[form.kind]

    async def draft(self) -> Draft:
        draft = await draft_of(self.world, self.form.kind)
        assert draft is not None
        return draft

    async def state(self) -> tuple[str, dict[str, Any], bool]:
        draft = await self.draft()
        return draft.step, draft.answers, draft.active

    async def is_open(self) -> bool:
        draft = await draft_of(self.world, self.form.kind)
        return draft is not None and draft.active

    async def questions(self) -> AsyncIterator[str]:
        """Each answer while its question is asked, and then it is typed; last the button that
        ends the form, if it has one."""
        for answer in self.opening.answers:
            yield answer
            await self.who.says(answer)
        if self.opening.finish is not None:
            yield self.opening.finish

    async def button(self, action: str) -> str:
        """The data of a button of the form as it is now."""
        draft = await self.draft()
        return FormButton(
            form=draft.form, draft=draft.id, version=draft.version, action=action
        ).pack()

    def told(self) -> list[int | None]:
        """Whom the bot has told or shown anything so far, one entry a call. Beside polling, the
        admins' menus are renewed after each start, whenever it comes to that."""
        beside = ("getUpdates", "setMyCommands")
        return [call.chat_id for call in self.world.telegram.journal if call.method not in beside]


async def forges(who: Someone, data: str, message: Message) -> None:
    who.phone.forge(data, message)


@pytest.fixture(params=FORMS, ids=lambda form: form.kind)
async def play(world: World, request: pytest.FixtureRequest) -> Play:
    form: Form[Any] = request.param
    return Play(world, form, await OPENINGS[form.kind].open(world))


def test_every_form_has_an_opening() -> None:
    assert OPENINGS.keys() == {form.kind for form in FORMS}


async def test_every_label_on_the_screen_can_be_typed(play: Play) -> None:
    async for _ in play.questions():
        memory = Memory.of(await play.draft())
        for button in (button for row in play.who.phone.last.rows for button in row):
            pressed = FormButton.read(button.data)
            assert pressed is not None, button.label
            meant = memory.labels[as_label(f"{button.label.upper()}.")]
            assert meant == (pressed.action, pressed.value)


async def test_cancel_typed_is_never_an_answer(play: Play) -> None:
    before = len(play.told())
    await play.who.says(f"{texts.CANCEL.lower()}.")
    assert not await play.is_open()
    assert {*play.told()[before:]} <= {play.who.id, None}
    await play.who.says(play.opening.first)
    # A coordinator's words are offered to the ministry at any time.
    is_other = play.form.kind != FormKind.REPLY
    assert await play.is_open() != is_other, "what is typed afterwards is no answer to it"


async def test_cancel_below_a_picture_is_never_an_answer(play: Play) -> None:
    before = len(play.told())
    await play.who.sends_photo(f"❌ {texts.CANCEL}")
    assert not await play.is_open()
    assert {*play.told()[before:]} <= {play.who.id, None}


async def test_yes_and_no_are_the_buttons_where_the_form_asks_so(play: Play) -> None:
    if play.form.steps[-1].words != YES_OR_NO:
        assert play.opening.finish is None or play.form.steps[-1].key in ("review", "file")
        return
    async for _ in play.questions():
        pass
    assert play.opening.finish in play.who.buttons
    await play.who.says("Нет")
    assert not await play.is_open()


async def test_a_reply_to_an_earlier_question_answers_that_one(play: Play) -> None:
    if len(play.opening.answers) < 2:
        return  # there is no earlier question
    first = play.who.phone.last
    (key, _, _) = await play.state()
    await play.who.says(play.opening.first)
    stood, before, _ = await play.state()
    await play.who.replies(play.opening.other, to=first)
    step, answers, active = await play.state()
    assert (step, active) == (stood, True)
    assert answers[key] != before[key]
    assert {**answers, key: None} == {**before, key: None}


async def test_an_edit_of_an_answer_corrects_it_while_the_form_is_open(play: Play) -> None:
    if len(play.opening.answers) < 2:
        return  # its answer ends the form
    key, _, _ = await play.state()
    await play.who.says(play.opening.first)
    sent, (stood, before, _) = play.who.sent, await play.state()
    told = len(play.told())
    await play.who.edits(sent, play.opening.first)
    assert len(play.told()) == told, "nothing has changed, and nothing is said"
    await play.who.edits(sent, play.opening.other)
    step, answers, active = await play.state()
    assert (step, active) == (stood, True)
    assert answers[key] != before[key]
    assert texts.corrected(play.form.step(key).title) in play.who.screen  # type: ignore[union-attr]


async def test_a_text_that_a_phone_cuts_in_two_gets_one_answer(play: Play) -> None:
    before, shown = await play.state(), len(play.who.phone.messages)
    await play.who.pastes(LONG)
    assert await play.state() == before
    answers = [message for message in play.who.phone.messages[shown:] if message.from_bot]
    assert [answer.text.startswith(texts.TOO_LONG) for answer in answers] == [True]


async def test_a_yes_or_a_no_is_never_content(play: Play) -> None:
    async for answer in play.questions():
        draft = await play.draft()
        step = play.form.step(draft.step)
        assert step is not None
        if answer == play.opening.finish or step.words or step.empty is not None:
            continue  # here it is a button, or says that there is nothing to answer
        if step.any_words:
            continue  # here people talk to one another
        for word in ("Да", "нет."):
            await play.who.says(word)
            refused = texts.NOT_YES_OR_NO if step.take else texts.PRESS_A_BUTTON
            assert refused in play.who.screen
            now = await play.draft()
            assert (now.step, now.answers) == (draft.step, draft.answers)


async def test_an_album_gets_one_answer_also_after_a_restart(play: Play) -> None:
    shown = len(play.who.phone.messages)
    await play.who.sends_album(3)
    await play.world.crash()
    await play.world.start_bot()
    await play.world.settled()
    answers = [each for each in play.who.phone.messages[shown:] if each.from_bot]
    assert len(answers) == 1
    assert await play.is_open()


async def test_a_pinned_message_is_silent(play: Play) -> None:
    before, told = await play.state(), len(play.told())
    await play.who.pins(play.who.phone.last)
    assert (await play.state(), len(play.told())) == (before, told)


async def test_what_is_no_text_is_told_so_and_the_question_stays(play: Play) -> None:
    before, shown = await play.state(), len(play.who.phone.messages)
    await play.who.sends_sticker()
    assert await play.state() == before
    assert len([each for each in play.who.phone.messages[shown:] if each.from_bot]) == 1


async def test_a_button_of_an_older_question_shows_the_one_asked_now(play: Play) -> None:
    old = play.who.phone.last
    label = old.rows[-1][-1].label
    await play.who.says(play.opening.first)
    if not await play.is_open() or play.opening.takes_files:
        return  # the form is done and says what became of it, or its question is the same
    before = await play.state()
    play.who.phone.press(label, old)
    await play.who.waits()
    assert play.who.toast == texts.STALE_BUTTON
    assert await play.state() == before


async def test_a_command_is_no_answer_and_the_form_waits(play: Play) -> None:
    question = play.who.phone.last
    step, answers, _ = await play.state()
    await play.who.says("/help")
    assert await play.state() == (step, answers, False)
    await play.who.says(play.opening.first)
    if play.form.kind == FormKind.REPLY:  # it is offered as one, and waits for a yes
        assert (await play.state())[0] == "confirm"
        return
    assert await play.state() == (step, answers, False), "what is typed now is no answer to it"
    await play.who.does(forges(play.who, await play.button("show"), question))
    assert await play.is_open(), "a button of its question opens it again"
    await play.who.says(play.opening.first)
    draft = await draft_of(play.world, play.form.kind)
    assert draft is None or draft.answers != answers or play.opening.takes_files


async def test_only_the_labels_of_ones_own_keyboard_are_commands(play: Play) -> None:
    admins = MAP.label if Role.COORDINATOR in play.form.roles else phrases.NEW_EVENT
    _, before, _ = await play.state()
    await play.who.says(str(admins))
    draft = await draft_of(play.world, play.form.kind)
    taken = draft is None or draft.answers != before
    assert taken or (draft is not None and draft.active), "it is no command that interrupts"


async def test_a_form_goes_on_after_a_crash(play: Play) -> None:
    async for _ in play.questions():
        await play.world.crash()
        await play.world.start_bot()
    if play.opening.finish is not None:
        assert play.opening.finish in play.who.buttons
    else:
        assert await play.is_open() == play.opening.takes_files
