"""The year in what is looked up, wherever it stands, and what is left without it."""

import pytest

from domain.text.years import year_in


@pytest.mark.parametrize(
    ("typed", "year", "rest"),
    [
        ("", None, ""),
        ("белгород", None, "белгород"),
        ("31", None, "31"),
        ("2025", 2025, ""),
        ("за 2025 год", 2025, ""),
        ("белгород 2025", 2025, "белгород"),
        ("2025 белгород", 2025, "белгород"),
        ("Белгород, 2025 г.", 2025, "Белгород"),
        ("ЦФО за 2025 год", 2025, "ЦФО"),
        ("За 2025 год: ЦФО", 2025, "ЦФО"),
        ("в 2025 году белгород", 2025, "белгород"),
        ("только 2025 года принятые", 2025, "только принятые"),
        ("2025г белгород", 2025, "белгород"),
        ("2025 грозный", 2025, "грозный"),
        ("20255", None, "20255"),
        ("12025 белгород", None, "12025 белгород"),
    ],
)
def test_a_year_stands_before_or_behind_and_in_words(
    typed: str, year: int | None, rest: str
) -> None:
    assert year_in(typed) == (year, rest)
