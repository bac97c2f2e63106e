"""The files that the bot gives out come back filled in and mended, and what an office has saved
comes in."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from domain.event_import.headings import TO_MEND
from handlers.event_import import texts
from tests.domain.conftest import office
from tests.handlers.event_import.drawn_up import docx, lesson, lessons, saved, sends, xlsx
from tests.handlers.event_import.drawn_up import events as events_of
from tests.world import Someone, World

REGION = "Белгородская область"

__all__ = ["office"]  # the fixture


def received(someone: Someone) -> bytes:
    """The newest file from the bot."""
    files = [each.document for each in someone.phone.messages if each.from_bot]
    return next(file.content for file in reversed(files) if file is not None)


async def test_the_template_comes_back_filled_in(world: World) -> None:
    anna = await world.coordinator(REGION)
    await anna.says("/template")
    assert anna.phone.last.text.startswith(REGION)
    book = load_workbook(BytesIO(received(anna)))
    sheet = book.worksheets[0]
    headings = {str(cell.value): cell for row in sheet.iter_rows(max_row=5) for cell in row}
    titles = (
        "Проведенное мероприятие",
        "Место проведения (город, организация)",
        "Количество проведений",
        "Количество участников",
    )
    for number in (1, 2):
        answers: tuple[str | int, ...] = ("Урок качества", f"Белгород, школа № {number}", 3, 75)
        for title, value in zip(titles, answers, strict=True):
            headings[title].offset(row=number).value = value  # type: ignore[union-attr]
    await sends(anna, saved(book), "Шаблон.xlsx")
    assert "Мероприятий в файле: 2. Можно загрузить: 2." in anna.screen
    assert "пропущены листы" not in anna.screen, "its own other sheets are known"
    await anna.presses("Загрузить 2 мероприятия")
    assert [each.organisation for each in await events_of(world)] == ["школа № 1", "школа № 2"]


async def test_an_empty_template_has_no_events(world: World) -> None:
    anna = await world.coordinator(REGION)
    await anna.says("/template")
    await sends(anna, received(anna), "Шаблон.xlsx")
    assert texts.preview.NOTHING_FOUND in anna.screen


async def test_the_marked_file_comes_back_mended_and_adds_only_what_was_wrong(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, xlsx(*lessons(3), lesson(4, participants="много")))
    await anna.presses("Загрузить 3 мероприятия")
    book = load_workbook(BytesIO(received(anna)))
    sheet = book.worksheets[0]
    assert TO_MEND in [cell.value for cell in sheet[3]], "in the sender's own heading"
    assert sheet.cell(7, 5).value == "много", "in the sender's own row"
    sheet.cell(7, 5, 80)
    await sends(anna, saved(book), "Уроки (с пометками).xlsx")
    assert "Мероприятий в файле: 4. Можно загрузить: 1." in anna.screen
    await anna.presses("Загрузить 1 мероприятие")
    assert [each.participants for each in await events_of(world)] == [75, 75, 75, 80]


@pytest.mark.long
@pytest.mark.parametrize("ending", ["ods", "xls", "docx"])
async def test_what_an_office_has_saved_comes_in(
    world: World, office: str, ending: str, tmp_path: Path
) -> None:
    anna = await world.coordinator(REGION)
    is_word = ending == "docx"
    source = tmp_path / ("Приложение.odt" if is_word else "Приложение.xlsx")
    if is_word:
        (tmp_path / "from").mkdir()
        word = tmp_path / "from" / "Приложение.docx"
        word.write_bytes(docx(*lessons(4)))
        convert(office, word, "odt", tmp_path)
    else:
        source.write_bytes(xlsx(*lessons(4)))
    convert(office, source, ending, tmp_path)
    await sends(anna, source.with_suffix(f".{ending}").read_bytes(), f"Приложение.{ending}")
    await anna.presses("Загрузить 4 мероприятия")
    last = (await events_of(world))[-1]
    assert (last.city, last.organisation, last.participants) == ("Белгород", "школа № 4", 75)
    assert last.publication_links == ["https://rskrf.ru/news"]


def convert(office: str, path: Path, to: str, folder: Path) -> None:
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    options = [profile, "--headless", "--convert-to", to, "--outdir", str(folder)]
    command = [office, *options, str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)  # noqa: S603 - our own
