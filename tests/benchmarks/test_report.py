"""The page that is written, and the Bot API's side of the wire."""

from collections.abc import Callable
from xml.etree import ElementTree

from benchmarks import picture, report
from benchmarks.figures import Figure, figure
from benchmarks.findings import Curve, Table
from benchmarks.targets import TARGETS
from benchmarks.telegram.http import Connection, Reply


def figures(beside: Callable[[float], float]) -> dict[str, Figure]:
    """Of every target, made from its bound."""
    return {target.key: figure([beside(target.bound)]) for target in TARGETS}


def test_every_target_stands_beside_its_figure() -> None:
    page = report.page("today", [], figures(lambda bound: bound), [], [])
    assert len({target.key for target in TARGETS}) == len(TARGETS)
    for target in TARGETS:
        assert f"| {target.words} | " in page
    assert page.count("| yes |") == len(TARGETS)
    assert "Not reached" not in page


def test_what_is_missed_is_told_with_the_next_idea() -> None:
    tail = next(target for target in TARGETS if target.key == "tail")
    missed = figures(lambda bound: bound) | {"tail": figure([tail.bound * 2])}
    page = report.page("today", [], missed, [], [Table("A profile", ("what",), [("this",)])])
    assert page.count("**no**") == 1
    assert f"- {tail.words}. Next: {tail.next_idea}" in page
    assert page.endswith("## A profile\n\n| what |\n| --- |\n| this |\n")


def test_only_what_was_measured_is_shown() -> None:
    assert report.targets_table({}).rows == []
    assert report.missed({}) == []


def test_the_picture_has_a_line_for_rates_and_two_for_waits_of_each_bot() -> None:
    values = (10.0, 100.0)
    curves = [Curve(name, (1, 100), values, values, values) for name in ("<ours>", "theirs")]
    drawn = ElementTree.fromstring(picture.draw(curves))  # noqa: S314 - it is our own
    assert len(drawn.findall("{*}polyline")) == 6
    assert "<ours>" in [text.text for text in drawn.findall("{*}text")]


def taken(*pieces: bytes) -> list[tuple[str, bytes]]:
    """The calls that a connection hears in what arrives in such pieces."""
    calls: list[tuple[str, bytes]] = []

    def answer(method: str, body: bytes, _: Reply) -> None:
        calls.append((method, body))

    connection = Connection(answer)
    for piece in pieces:
        connection.data_received(piece)
    return calls


PLAIN = b"POST /bot1:A/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nchat_id=7"
CHUNKED = (
    b"POST /bot1:A/sendDocument HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nchat_\r\n4\r\nid=7\r\n0\r\n\r\n"
)


def test_requests_are_heard_however_they_are_cut() -> None:
    expected = [("sendmessage", b"chat_id=7"), ("senddocument", b"chat_id=7")]
    assert taken(PLAIN + CHUNKED) == expected
    assert taken(*(bytes([byte]) for byte in PLAIN + CHUNKED)) == expected
