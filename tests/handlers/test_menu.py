"""Commands: how they may be written, what they do in the middle of a question, and to whom."""

from aiogram.types import BotCommand, BotCommandScopeChat
from sqlalchemy import select

from domain.events.fields import KINDS, field
from handlers import phrases
from handlers.event_form.texts.form import CONTINUE, DROP_DRAFT, START_ANEW, draft_waits
from handlers.fallback import NOT_WAITING_FOR_TEXT, UNKNOWN_COMMAND
from handlers.menu import EVENTS, HELP, INVITE, MENUS, NEW, PEOPLE, REPORT
from handlers.people.texts.people import heading
from handlers.phrases import ZERO_REPORT
from handlers.region_picker import CHOOSE_DISTRICT
from handlers.start.texts import NOTHING_TO_CANCEL
from models import Draft, Role
from tests.world import Someone, World, plain

WAYS_ON = [CONTINUE, START_ANEW, DROP_DRAFT]


async def naming(world: World) -> Someone:
    """A coordinator who is asked for the event's name, the second question."""
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses(KINDS["education"])
    return anna


async def waiting(world: World) -> str:
    """What is said of the only draft."""
    (draft,) = await world.rows(select(Draft))
    return plain(draft_waits(draft))


async def name(world: World) -> str | None:
    (draft,) = await world.rows(select(Draft))
    return draft.answers.get("name")


async def test_a_command_in_the_middle_is_no_answer_and_the_draft_waits(world: World) -> None:
    anna = await naming(world)
    for command in ("/start", "/help", "/events", "/report", "/cancel", "/invite", "/tuda", "/a b"):
        await anna.says(command)
        assert anna.buttons == WAYS_ON, command
        await anna.presses(CONTINUE)
        assert field("name").worded("education").question in anna.screen
    assert await name(world) is None
    await anna.says("Урок")
    assert await name(world) == "Урок"


async def test_while_the_draft_waits_text_is_no_answer_to_it(world: World) -> None:
    anna = await naming(world)
    await anna.says("/help", "Урок")
    assert anna.phone.messages[-2].text == NOT_WAITING_FOR_TEXT
    assert CONTINUE in anna.buttons, "the way back stands below"
    assert await name(world) is None


async def test_the_keyboards_labels_are_commands_too(world: World) -> None:
    anna = await naming(world)
    for label in (EVENTS.label, REPORT.label, HELP.label, NEW.label):
        await anna.taps(str(label))
        assert await waiting(world) in anna.screen
        await anna.presses(CONTINUE)
    assert await name(world) is None
    olga = await world.admin()
    await olga.taps(str(PEOPLE.label))
    assert plain(heading(1)) in olga.screen
    await olga.taps(str(INVITE.label))
    assert olga.screen == CHOOSE_DISTRICT


async def test_capitals_a_user_name_and_spaces_make_a_command_no_other(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    for command in ("/REPORT", "/Report@quality_week_bot", "/report@Quality_Week_Bot слово"):
        await anna.says(command)
        assert "Белгородская область" in anna.screen
        assert ZERO_REPORT in anna.buttons


async def test_an_unfinished_event_is_begun_anew_or_dropped_as_one_wishes(world: World) -> None:
    anna = await naming(world)
    await anna.says("Старое название", "/new")
    assert await waiting(world) in anna.screen
    assert "Старое название" in anna.screen
    await anna.presses(START_ANEW)
    assert field("kind").question in anna.screen
    await anna.presses(KINDS["other"])
    await anna.says("Новое название", "/cancel")
    assert await waiting(world) in anna.screen
    assert "Новое название" in anna.screen
    await anna.presses(DROP_DRAFT)
    assert await world.rows(select(Draft)) == []
    await anna.says("/cancel")
    assert anna.screen == NOTHING_TO_CANCEL


async def test_begin_anew_on_an_old_message_drops_no_newer_draft(world: World) -> None:
    anna = await naming(world)
    old = await anna.says("/help")
    await anna.says("/new")
    await anna.presses(START_ANEW, KINDS["other"])
    await anna.says("Новое название")
    anna.phone.press(START_ANEW, old)
    await world.settled()
    assert await name(world) == "Новое название"
    assert "Новое название" in old.text


async def test_a_double_tap_on_the_menu_or_on_begin_anew_asks_the_first_question(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.phone.taps(phrases.NEW_EVENT)
    await anna.taps(phrases.NEW_EVENT)
    assert field("kind").question in anna.screen
    await anna.presses(KINDS["other"])
    waits = await anna.says("/new")
    anna.phone.press(START_ANEW, waits)
    anna.phone.press(START_ANEW, waits)
    await world.settled()
    assert field("kind").question in anna.screen
    await anna.presses(KINDS["other"])
    assert field("name").question in anna.screen


async def test_text_that_nothing_asked_for_is_said_to_be_kept_nowhere(world: World) -> None:
    anna, olga = await world.coordinator("Белгородская область"), await world.admin()
    for someone, words in ((anna, "Отмена"), (anna, "нет"), (olga, "Добрый день")):
        await someone.says(words)
        assert someone.screen == NOT_WAITING_FOR_TEXT
        await someone.phone.sends_sticker()
        await world.settled()
        assert someone.screen == NOT_WAITING_FOR_TEXT
    await anna.says("/export")
    assert anna.screen == UNKNOWN_COMMAND
    await olga.says("/new")
    assert olga.screen == UNKNOWN_COMMAND


async def test_the_menu_and_the_help_name_just_what_each_may_use(world: World) -> None:
    anna, olga = await world.coordinator("Белгородская область"), await world.admin()
    for someone, role in ((anna, Role.COORDINATOR), (olga, Role.ADMIN)):
        allowed = {item.command for item in MENUS[role]}
        others = {item.command for menu in MENUS.values() for item in menu} - allowed - {"start"}
        assert {command for command, _ in someone.phone.commands} == allowed
        await someone.says("/help")
        assert all(f"/{command}" in someone.screen for command in allowed - {"help", "start"})
        assert not any(f"/{command}" in someone.screen for command in others)


async def test_after_an_upgrade_admins_have_the_new_commands_without_asking(world: World) -> None:
    olga = await world.admin()
    await world.app.bot.set_my_commands(
        [BotCommand(command="export", description="Таблица")],
        scope=BotCommandScopeChat(chat_id=olga.id),
    )
    await world.stop_bot()
    await world.start_bot()

    async def renewed() -> bool:
        return [command for command, _ in olga.phone.commands] == expected

    expected = [item.command for item in MENUS[Role.ADMIN]]
    await world.until(renewed)
