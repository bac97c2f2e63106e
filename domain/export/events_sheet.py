"""The sheets of events in the form of the annex to the ministry's letter: «Отчёт» has what is
submitted, a sheet of its own what is not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.events.fields import FIELDS, Field
from domain.spreadsheets.link_target import link_target
from domain.spreadsheets.sheet import INDEX, Column, Link, Sheet, Value


class EventRow(NamedTuple):
    """One event. `report_state` says in words where its region's report stands. `answers` has by
    the form's keys text, a whole number or a list of links; None or no key if the question was
    skipped."""

    region_name: str
    report_state: str
    answers: Mapping[str, object]


REPORT, NOT_SUBMITTED = "Отчёт", "Не сдано (в отчёт не входит)"
_REGION = Column("Субъект РФ", 22, "text")
_STATE = Column("Состояние отчёта", 16, "text")
_LINKS = [field.key for field in FIELDS if field.answers == "links"]
_KIND = next(field for field in FIELDS if field.key == "kind")


def columns() -> tuple[Column, ...]:
    """Those of the annex: the number, the region, then the form's columns in their order."""
    return (INDEX, _REGION, *(_annex_column(fields) for fields in _annex_fields()))


def report_sheet(events: Iterable[EventRow], title: str = REPORT, *, links: int = 0) -> Sheet:
    """The annex itself, `events` in their order, and beside it where each one's report stands and,
    not on paper, what opens their links: one in each of so many columns. Totals are on other
    sheets: a line of them here would be one more event to whoever counts or copies the rows."""
    opening = (Column(f"Открыть ссылку {number}", 20, "link") for number in range(1, links + 1))
    return Sheet(title, (*columns(), _STATE, *opening), _event_rows(events, links=links))


def plain_sheet(events: Iterable[EventRow]) -> Sheet:
    """The same with a column for the kind of event, for a file without other sheets."""
    kind = Column(_KIND.title, 28, "text")
    return Sheet(REPORT, (*columns(), _STATE, kind), _event_rows(events, also=(_KIND,)))


def answer_text(field: Field, answer: object) -> str:
    """One answer as a cell shows it; links are on lines of their own."""
    match answer:
        case None:
            return ""
        case str() if not field.choices:
            return answer
        case list():
            return "\n".join(map(str, answer))
        case _ if field.choices:
            return dict(field.choices).get(str(answer), str(answer))
        case _:
            return str(answer)


def _annex_fields() -> list[list[Field]]:
    by_title: dict[str, list[Field]] = {}
    for field in FIELDS:
        if field.column is not None:
            by_title.setdefault(field.column, []).append(field)
    return list(by_title.values())


def _annex_column(fields: list[Field]) -> Column:
    title = str(fields[0].column)
    match fields[0].answers:
        case "count":
            return Column(title, 15, "number")
        case "links":
            return Column(title, 36, "links")
        case _:
            return Column(title, 30, "text")


def _event_rows(
    events: Iterable[EventRow], *, also: Sequence[Field] = (), links: int = 0
) -> Iterator[tuple[Value, ...]]:
    """Each with its links at the end, up to so many."""
    annex, beside = _annex_fields(), [[field] for field in also]
    for number, (region_name, report_state, answers) in enumerate(events, start=1):
        yield (
            number,
            region_name,
            *[_cell(fields, answers) for fields in annex],
            report_state,
            *[_cell(fields, answers) for fields in beside],
            *_opening(answers, links),
        )


def _cell(fields: list[Field], answers: Mapping[str, object]) -> Value:
    if len(fields) == 1:
        answer = answers.get(fields[0].key)
        return answer if isinstance(answer, int) else answer_text(fields[0], answer)
    texts = [answer_text(field, answers.get(field.key)) for field in fields]
    return ", ".join([text for text in texts if text])


def _opening(answers: Mapping[str, object], links: int) -> list[Value]:
    texts: list[str] = []
    for key in _LINKS if links else ():
        if isinstance(given := answers.get(key), list):
            texts += map(str, given)
    return [_opened(text) for text in texts[:links]]


def _opened(text: str) -> Link | str:
    target = link_target(text)
    return text if target is None else Link(text, target)
