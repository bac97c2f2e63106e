"""What looks odd in the reported data, and what does not."""

from collections.abc import Sequence
from itertools import count
from time import process_time
from typing import Any

import pytest

from domain.events.doubts import link_doubts, number_doubts
from domain.events.fields import KINDS
from domain.reports.data_checks import Remark, RemarkCategory, remarks
from domain.reports.reported_event import ReportedEvent
from domain.reports.usual_sizes import SMALLEST_SAMPLE, usual_by_kind

IDS = count(1)


def event(name: str = "Урок качества", **given: Any) -> ReportedEvent:
    """A decent one; each has a number of its own."""
    number = next(IDS)
    usual = {
        "id": number,
        "region_code": "31",
        "number": number,
        "kind": "education",
        "city": "Белгород",
        "organisation": f"Школа № {number}",
        "times_held": 3,
        "participants": 75,
        "links": 1,
    }
    return ReportedEvent(name=name, **{**usual, **given})


def many(number: int, **given: Any) -> list[ReportedEvent]:
    """Events of one kind whose sizes differ as those of real ones do."""
    return [
        event(times_held=1 + each % 4, participants=(1 + each % 4) * (15 + each % 20), **given)
        for each in range(number)
    ]


def said(events: Sequence[ReportedEvent]) -> list[tuple[int, RemarkCategory]]:
    return [(each.event.number, each.category) for each in remarks(events)]


def only(events: Sequence[ReportedEvent]) -> Remark:
    (remark,) = remarks(events)
    return remark


def test_a_decent_event_brings_no_remark() -> None:
    assert remarks([event(), event()]) == []
    assert remarks([]) == []


@pytest.mark.parametrize("kind", KINDS)
def test_only_a_publication_needs_a_link_as_the_form_has_it(kind: str) -> None:
    bare = event(kind=kind, links=0)
    asked = bool(link_doubts({"kind": kind}))
    assert said([event(), bare]) == [(bare.number, RemarkCategory.NO_LINKS)] * asked


def test_a_whole_report_without_a_link_is_remarked_on_once() -> None:
    bare = [event(kind=kind, links=0) for kind in ("education", "publication", "fair")]
    remark = only([*bare, event(region_code="69", links=0)])
    assert remark == Remark(
        bare[0],
        RemarkCategory.NO_LINKS,
        "Во всём отчёте региона (мероприятий: 3) нет ни одной ссылки.",
    )


def test_fewer_participants_than_holdings_are_remarked_on() -> None:
    remark = only([event(times_held=1200, participants=75)])
    assert remark.category == RemarkCategory.FEW_PARTICIPANTS
    assert remark.text == "Участников (75) меньше, чем проведений (1\u00a0200)."
    assert remarks([event(times_held=5, participants=5)]) == []


@pytest.mark.parametrize(
    ("name", "city", "organisation"),
    [
        ("Урок качества", "Белгород", "Школа № 5"),
        ("УРОК  качества", "г. Белгород", "«Школа» №5"),
        ("Урок качества.", "город Белгород", "школа 5"),
        ("Урок качества", "Белгорд", "Школа № 5"),
        ("Качества урок", "Белгород", "№ 5 школа"),
    ],
)
def test_the_same_event_in_other_writing_is_taken_for_a_repetition(
    name: str, city: str, organisation: str
) -> None:
    first = event("Урок качества", organisation="Школа № 5")
    again = event(name, city=city, organisation=organisation)
    remark = only([again, first])  # whatever the order
    assert (remark.event, remark.category) == (again, RemarkCategory.REPEATED)
    assert f"№ {first.number} " in remark.text


@pytest.mark.parametrize(
    "other",
    [
        {"organisation": "Школа № 6"},
        {"organisation": "Детская библиотека № 5"},
        {"city": "Губкин"},
        {"name": "Конкурс рисунков"},
        {"name": "Урок качества для 5 «А»"},
        {"kind": "other"},
        {"region_code": "69"},
    ],
)
def test_what_differs_in_place_number_kind_or_region_is_another_event(
    other: dict[str, Any],
) -> None:
    given = {"name": "Урок качества", "organisation": "Школа № 5"}
    assert remarks([event(**given), event(**{**given, **other})]) == []


def test_classes_that_differ_in_a_letter_are_told_apart() -> None:
    names = [f"Классный час в 5 «{letter}» классе о качестве" for letter in "АБВ"]
    assert remarks([event(name, organisation="Школа № 5") for name in names]) == []


def test_of_several_repetitions_each_names_the_first() -> None:
    same = [event("Ярмарка", organisation="Рынок") for _ in range(3)]
    assert [each.text for each in remarks(same)] == [
        f"Похоже на мероприятие № {same[0].number} того же региона, числа те же."
    ] * 2
    other = event("Ярмарка", organisation="Рынок", participants=200)
    assert only([same[0], other]).text.endswith("числа другие.")


def test_figures_far_out_of_what_is_usual_for_the_kind_are_told_with_what_is_usual() -> None:
    crowd = event(times_held=2, participants=100_000)
    remark = only([*many(40), crowd])
    assert (remark.event, remark.category) == (crowd, RemarkCategory.UNUSUAL)
    assert remark.text == "Участников на одно проведение: 50\u00a0000, обычно от 16 до 33."


def test_too_many_holdings_are_far_out_and_one_never_is() -> None:
    often = event(times_held=5000, participants=5000 * 25)
    remark = only([*many(40), often])
    assert remark.text == "Проведений: 5\u00a0000, обычно от 1 до 4."
    often_all = [event(times_held=500, participants=15_000) for _ in range(30)]
    assert remarks([*often_all, event(times_held=1, participants=30)]) == []


def test_too_few_participants_are_far_out_unless_they_are_fewer_than_the_holdings() -> None:
    fairs = [event(kind="fair", times_held=1, participants=5000 + each) for each in range(40)]
    lonely = event(kind="fair", times_held=1, participants=3)
    assert said([*fairs, lonely]) == [(lonely.number, RemarkCategory.UNUSUAL)]
    nobody = event(kind="fair", times_held=1, participants=0)
    assert said([*fairs, nobody]) == [(nobody.number, RemarkCategory.FEW_PARTICIPANTS)]


def test_of_a_few_events_nothing_is_called_usual() -> None:
    crowd = event(times_held=1, participants=90_000)
    assert remarks([*many(SMALLEST_SAMPLE - 2), crowd]) == []
    assert remarks([*many(SMALLEST_SAMPLE - 1), crowd]) != []
    # Other kinds do not count.
    assert remarks([*many(100, kind="fair"), crowd]) == []


def test_of_a_few_events_what_the_form_doubts_is_remarked_on() -> None:
    crowd = event(times_held=4000, participants=1_000_000)
    assert [each.text for each in remarks([crowd])] == [
        "Проведений: 4\u00a0000, обычно не больше 3\u00a0000.",
        "Участников: 1\u00a0000\u00a0000, обычно не больше 100\u00a0000.",
    ]
    assert len(number_doubts({"kind": "education", "times_held": 4000, "participants": 10**6})) == 2


def test_where_all_are_alike_ten_times_as_many_are_not_yet_far_out() -> None:
    alike = [event(times_held=1, participants=30) for _ in range(50)]
    assert remarks([*alike, event(times_held=1, participants=290)]) == []
    assert remarks([*alike, event(times_held=1, participants=400)]) != []


def test_where_none_take_part_in_most_a_few_who_do_are_not_far_out() -> None:
    publications = [event(kind="publication", participants=0) for _ in range(SMALLEST_SAMPLE)]
    assert remarks([*publications, event(kind="publication", participants=90)]) == []


def test_a_part_is_held_against_what_is_usual_in_the_whole() -> None:
    crowd = event(times_held=1, participants=90_000)
    whole = [*many(40), crowd]
    usual = usual_by_kind((each.kind, each.times_held, each.participants) for each in whole)
    assert remarks([crowd]) == []
    assert remarks([crowd], usual) == remarks(whole)


def test_ten_thousand_events_take_a_moment() -> None:
    """Twenty regions with five hundred each, all of one kind and none told apart by a number."""
    words = [f"{one}{two}" for one in "бвгджзклмнпрстф" for two in ("орка", "ешня", "уга")]
    events = [
        event(
            f"Открытый {words[each % 45]} о качестве {words[each // 45 % 45] * 2}",
            region_code=f"{each % 20:02}",
            organisation="Дом культуры",
        )
        for each in range(10_000)
    ]
    began = process_time()
    remarks(events)
    assert process_time() - began < 3
