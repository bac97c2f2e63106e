"""The template that comes with the bot, and the words that may stand in a letter."""

from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from docx import Document

from domain.export.events_sheet import columns
from domain.papers.placeholders import PLACEHOLDERS, ROW, sample, values_of
from domain.papers.template import fill, original
from domain.regions.directory import load_regions, region_by_code
from domain.reports.sums import Sums

TODAY = datetime(2026, 11, 16, tzinfo=UTC)
LETTER = sample(region_by_code("31"), today=TODAY)


def test_every_placeholder_has_a_value_and_every_row_the_annexs_columns() -> None:
    assert values_of(LETTER).keys() == PLACEHOLDERS.keys()
    assert len(ROW) == len(columns())


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 9), date(2026, 11, 15), "9–15 ноября 2026 года"),
        (date(2026, 10, 26), date(2026, 11, 1), "26 октября – 1 ноября 2026 года"),
    ],
)
def test_the_week_is_told_as_people_say_it(first: date, last: date, words: str) -> None:
    assert values_of(replace(LETTER, week=(first, last)))["неделя"] == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 участник"), (2, "2 участника"), (5, "5 участников"), (1021, "1\xa0021 участник")],
)
def test_nouns_agree_with_their_numbers(number: int, words: str) -> None:
    assert values_of(replace(LETTER, sums=Sums(1, 1, number)))["всего_участников"] == words


def test_the_original_template_takes_the_longest_names() -> None:
    longest = sorted(load_regions(), key=lambda region: len(region.authority))[-3:]
    for region in longest:
        word = Document(BytesIO(fill(original(), values_of(sample(region, today=TODAY)))))
        assert word.tables[0].cell(0, 0).text.startswith(region.authority)
        assert len(word.tables[-1].rows) == 1 + 3 + 1


def test_what_is_left_out_of_the_table_is_told_above_it() -> None:
    letter = replace(LETTER, sums=Sums(6000, 6000, 6000), left_out=5997)
    word = Document(BytesIO(fill(original(), values_of(letter))))
    above = [paragraph.text for paragraph in word.paragraphs]
    assert [text for text in above if text.startswith("В таблице первые 3 из 6\xa0000")]


def test_control_characters_and_tags_in_answers_break_no_letter() -> None:
    odd = (1, "Регион", "\x01<w:p>{% if %}&\x0c", "\ud800", 1, 1, "a\nb", "")
    letter = replace(LETTER, rows=[odd])
    word = Document(BytesIO(fill(original(), values_of(letter))))
    assert word.tables[-1].cell(1, 2).text.startswith("<w:p>{% if %}&")
    assert word.tables[-1].cell(1, 6).text == "a\nb"
