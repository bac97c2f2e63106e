"""Who has entered what of a region's report, in words."""

from collections.abc import Sequence
from datetime import tzinfo
from html import escape

from domain.events.authors import Author, LastHand
from handlers.formatting import day, figure, short_moment, shortened
from models import Person

MINISTRY = "министерство"
YOU = "вы"
NAME = 60  # characters of a name beside others
LISTED = 8


def called(hand: Author | LastHand, viewer: Person) -> str:
    """As the viewer knows them; HTML."""
    if hand.for_region:
        return MINISTRY
    return YOU if hand.id == viewer.id else escape(shortened(hand.name, NAME))


def last_changed(hand: LastHand, viewer: Person, zone: tzinfo) -> str:
    """«Изменено 25.11.2026 в 10:15 (мск), Борис»."""
    what = "Изменено" if hand.changed else "Внесено"
    return f"{what} {short_moment(hand.at, zone)}, {called(hand, viewer)}"


def briefly(hand: LastHand, viewer: Person, zone: tzinfo) -> str:
    """In a list: «Борис, 25.11.2026»."""
    return f"{called(hand, viewer)}, {day(hand.at, zone)}"


def is_shared(authors: Sequence[Author], viewer: Person) -> bool:
    """Whether anybody else has a hand in the report."""
    return any(author.id != viewer.id for author in authors)


def entered_by(authors: Sequence[Author], viewer: Person) -> str:
    """«Внесли: вы – 3, Борис – 0, министерство – 2»."""
    by_whom = [f"{name} – {figure(events)}" for name, events in _summed(authors, viewer)]
    more = len(by_whom) - LISTED
    rest = f" и ещё {figure(more)}" if more > 0 else ""
    return f"Внесли: {', '.join(by_whom[:LISTED])}{rest}"


def _summed(authors: Sequence[Author], viewer: Person) -> Sequence[tuple[str, int]]:
    """The viewer first, the ministry as one and last."""
    people = [author for author in authors if not author.for_region]
    people.sort(key=lambda author: author.id != viewer.id)
    named = [(called(author, viewer), author.events) for author in people]
    ministry = sum(author.events for author in authors if author.for_region)
    return [*named, *([(MINISTRY, ministry)] if ministry else [])]
