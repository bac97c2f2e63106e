"""A region, a date and a reason in one line."""

from datetime import datetime

import pytest

from domain.campaigns.extension_line import ExtensionLine, extension_line, names_region
from tests.world import IN_THE_WEEK, MOSCOW


def read(line: str, now: datetime = IN_THE_WEEK) -> ExtensionLine:
    return extension_line(line, now, MOSCOW)


@pytest.mark.parametrize(
    ("line", "region", "until"),
    [
        ("брянск 5 декабря 18:00", "брянск", "5 декабря 18:00"),
        ("брянская область до 5.12", "брянская область", "до 5.12"),
        ("32 завтра", "32", "завтра"),
        ("12 12.12", "12", "12.12"),
        ("хмао – 5.12", "хмао", "– 5.12"),
        ("республика марий эл на 3 дня", "республика марий эл", "на 3 дня"),
        ("брянкс через неделю", "брянкс", "через неделю"),
        ("белгородская облсть 5.12", "белгородская облсть", "5.12"),
        ("Шебекино 5.12", "Шебекино", "5.12"),
        ("до 5 декабря брянск", "брянск", "до 5 декабря"),
        ("5 декабря", "", "5 декабря"),
        ("31 декабря", "", "31 декабря"),
        ("на 5 дней", "", "на 5 дней"),
        ("брянск абракадабра", "брянск", "абракадабра"),
        ("брянск 5", "брянск", "5"),
        ("брянск 5.12 по местному времени", "брянск", "5.12 по местному времени"),
        ("белгородская облсть", "белгородская облсть", ""),
        ("Республика Северная Осетия – Алания", "Республика Северная Осетия – Алания", ""),
        ("абракадабра", "абракадабра", ""),
        ("", "", ""),
    ],
)
def test_a_region_and_a_date_are_told_apart(line: str, region: str, until: str) -> None:
    assert read(line) == ExtensionLine(region, until)


def test_what_stands_behind_the_date_is_the_reason() -> None:
    ill = read("брянск до 5 декабря 18:00, болезнь координатора")
    assert (ill.region, ill.until, ill.reason) == (
        "брянск",
        "до 5 декабря 18:00,",
        "болезнь координатора",
    )
    assert read("брянск 5.12 по болезни").reason == "по болезни"
    assert read("брянск " + "слово " * 90).reason == ""


@pytest.mark.parametrize("line", ["брянск 5 декабря", "белгород", "тверская область до 5.12"])
def test_a_deadline_of_one_region_is_known_by_its_name(line: str) -> None:
    assert names_region(line, IN_THE_WEEK, MOSCOW)


@pytest.mark.parametrize("line", ["5 декабря", "10", "32 ноября", "вчера", "31.12", "абракадабра"])
def test_a_date_or_nonsense_names_no_region(line: str) -> None:
    assert not names_region(line, IN_THE_WEEK, MOSCOW)
