"""What the answers to an event's form are made of: from texts and links to values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.events.fields import FIELDS, LINKS_LIMIT, Field, field
from domain.events.links import find_links, merge_links
from domain.regions.directory import Region

# The steps of the form that are no field's question.
DOUBT = "doubt"  # fewer participants than times held: asked about, not refused
REVIEW = "review"  # the card with all answers, before saving


@dataclass(frozen=True, slots=True)
class LinksTaken:
    """What became of the links in one message: `links` are those of the field now, `added` the
    new ones among them; how many were there already, how many were over the limit, and the
    pieces of text that are no links."""

    links: tuple[str, ...]
    added: tuple[str, ...]
    repeated: int
    left_over: int
    not_links: tuple[str, ...]


def parse_answer(asked: Field, text: str, region: Region) -> dict[str, Any]:
    """What the text answers, by the fields' keys: of a city perhaps the organisation, too.
    Raises Refusal if it is no answer. Links have `take_links`."""
    assert asked.parse is not None, "links have a way of their own"
    return _place(text, region.name) if asked.key == "city" else {asked.key: asked.parse(text)}


def take_links(have: Sequence[str], text: str, attached: Sequence[str]) -> LinksTaken:
    """The links of a message, put to those that the field has. `attached` are addresses that
    come with a message without being in its text."""
    found = find_links(text, attached)
    merged = merge_links(have, found.links, limit=LINKS_LIMIT)
    return LinksTaken(
        tuple(merged.links),
        tuple(merged.added),
        len(merged.repeated),
        len(merged.left_over),
        found.not_links,
    )


def is_doubtful(answers: Mapping[str, Any]) -> bool:
    """Fewer participants than times held: possible, but usually a slip."""
    if "times_held" not in answers or "participants" not in answers:
        return False
    return bool(answers["participants"] < answers["times_held"])


def answers_to_save(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The fields' answers without what the form notes for itself; [] for a list passed over."""
    return {each.key: answers.get(each.key, [] if each.optional else None) for each in FIELDS}


def _place(text: str, region: str | None) -> dict[str, Any]:
    """«Белгород, БГТУ» answers two questions at once; the region's own name before them says
    nothing new."""
    city, _, organisation = text.partition(",")
    if region and city.strip().casefold() == region.casefold() and organisation.strip():
        return _place(organisation, None)
    both = {"city": city, "organisation": organisation} if organisation.strip() else {"city": city}
    return {key: parse(part) for key, part in both.items() if (parse := field(key).parse)}
