"""/letter: an admin takes the template of the regions' letters, edits it and sends it back."""

import asyncio
from io import BytesIO

import pytest
from docx import Document
from docx.document import Document as Word
from sqlalchemy import select

from domain.papers import template_refusals as refusals
from domain.papers.template import original
from handlers import phrases
from handlers.callbacks import UseTemplate
from handlers.forms.texts import CANCEL
from handlers.letter_template import texts
from models import LetterTemplate
from sandbox.chats import Message
from tests.world import Someone, World, plain

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def edited(text: str) -> bytes:
    word = Document(BytesIO(original()))
    word.paragraphs[0].insert_paragraph_before(text)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


async def sends(someone: Someone, content: bytes, name: str = "Шаблон письма.docx") -> Message:
    return await someone.does(someone.phone.sends_document(name, content, mime=DOCX))


def files(someone: Someone) -> list[bytes]:
    documents = [each.document for each in someone.phone.messages if each.from_bot]
    return [document.content for document in documents if document]


def words(file: bytes) -> str:
    word: Word = Document(BytesIO(file))
    return "\n".join(paragraph.text for paragraph in word.paragraphs)


async def letter_of_a_region(world: World) -> str:
    """That anybody gets now."""
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.LETTER)
    return words(files(anna)[-1])


async def test_an_edited_template_is_shown_filled_in_and_used_for_all_after_a_yes(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await olga.says("/letter")
    assert "Действует исходный шаблон." in olga.screen
    assert "{{ всего_участников }}" in olga.screen
    assert texts.ORIGINAL not in olga.buttons
    await olga.presses(texts.DOWNLOAD)
    assert files(olga) == [original()]
    await sends(olga, edited("Тест: {{ регион|upper }}"))
    assert plain(texts.CHECKED) in [message.text for message in olga.phone.messages]
    assert "Тест: БЕЛГОРОДСКАЯ ОБЛАСТЬ" in words(files(olga)[-1])
    assert "Тест" not in await letter_of_a_region(world), "nobody has said yes"
    await world.crash()
    await world.start_bot()
    await olga.presses(texts.USE)
    assert olga.screen == texts.USED
    assert "заменил шаблон письма регионов" in pavel.screen
    assert "Тест: БЕЛГОРОДСКАЯ ОБЛАСТЬ" in await letter_of_a_region(world)
    await pavel.says("/letter")
    assert "Действует шаблон, который прислал администратор Ольга Админ" in pavel.screen
    await pavel.says("/history")
    assert "Заменён шаблон письма регионов" in pavel.screen
    assert await world.set_aside() == 0


async def test_the_original_comes_back_after_a_yes(world: World) -> None:
    olga = await world.admin()
    await olga.says("/letter")
    await sends(olga, edited("Тест"))
    await olga.presses(texts.USE)
    await olga.says("/letter")
    await olga.presses(texts.ORIGINAL)
    assert olga.screen == texts.SURE
    await olga.presses(texts.ORIGINAL_SURE)
    assert olga.screen == texts.ORIGINAL_USED
    assert "Тест" not in await letter_of_a_region(world)
    await olga.forges(UseTemplate(template=0, seen=2).pack())
    assert olga.toast == texts.IS_ORIGINAL
    await olga.presses(texts.USE)
    assert olga.toast == texts.REPLACED, "an old button brings nothing back unasked"
    await olga.says("/letter")
    assert "Действует исходный шаблон." in olga.screen


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("Шаблон.doc", b"\xd0\xcf\x11\xe0", texts.NOT_WORD),
        ("Шаблон.docm", b"PK", texts.NOT_WORD),
        ("Шаблон.docx", b"\xd0\xcf\x11\xe0", refusals.OLD_OR_LOCKED),
        ("Шаблон.docx", b"PK\x03\x04", refusals.DAMAGED),
        ("Шаблон.docx", edited("{{ губернатор }}"), refusals.unknown("губернатор")),
        ("Шаблон.docx", edited("{% if год %}"), refusals.UNCLOSED),
    ],
)
async def test_what_is_wrong_with_a_file_is_said_and_the_next_one_is_taken(
    world: World, name: str, content: bytes, told: str
) -> None:
    olga = await world.admin()
    await olga.says("/letter")
    await sends(olga, content, name)
    assert told in [message.text.partition("\n\n")[0] for message in olga.phone.messages]
    await sends(olga, edited("Хорошо"))
    assert texts.USE in olga.buttons
    assert await world.set_aside() == 0


async def test_what_is_no_file_is_told_so_and_a_cancelled_form_takes_none(world: World) -> None:
    olga = await world.admin()
    await olga.says("/letter")
    await olga.sends_photo("{{ регион }}")
    assert texts.SEND_A_FILE in olga.screen
    await olga.presses(CANCEL)
    assert olga.screen == texts.CANCELLED


async def test_of_two_admins_at_once_the_second_is_told_whose_is_in_force(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    both = (olga, pavel)
    for each in both:
        await each.says("/letter")
        await sends(each, edited(f"От {each.id}"))
    await asyncio.gather(olga.presses(texts.USE), pavel.presses(texts.USE))
    changed = "За это время шаблон сменил администратор"
    said = {each: "\n".join(message.text for message in each.phone.messages) for each in both}
    first, second = sorted(both, key=lambda each: changed in said[each])
    assert f"От {first.id}" in await letter_of_a_region(world)
    world.clock.pass_(seconds=1)
    await second.presses(texts.USE)
    assert f"От {second.id}" in await letter_of_a_region(world)
    await second.presses(texts.USE)
    assert second.toast == texts.IN_USE, "a second tap"
    await second.forges(UseTemplate(template=77, seen=0).pack())
    assert second.toast == texts.GONE


async def test_nobody_but_an_admin_has_it(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/letter")
    await sends(anna, edited("Моё"))
    await anna.forges(UseTemplate(template=1, seen=0).pack())
    assert await world.rows(select(LetterTemplate)) == []
