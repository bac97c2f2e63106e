"""The sheets of our own template that nobody fills in: the examples, whose rows are no events, and
the list of the kinds."""

from domain.tables.table import Table
from domain.text.cleaning import fold

SAMPLE = "Образец: строки этого листа не загружаются"
KIND_MEANS = "Что к нему относится"
_SEARCHED = 3  # rows from the top
_LONGEST = 200  # characters of a cell


def is_sample(table: Table) -> bool:
    return _says(table, SAMPLE)


def is_ours(table: Table) -> bool:
    return is_sample(table) or _says(table, KIND_MEANS)


def _says(table: Table, words: str) -> bool:
    said = fold(words)
    return any(said in fold(text[:_LONGEST]) for row in table.rows[:_SEARCHED] for text in row)
