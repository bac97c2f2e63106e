"""Parses the answers to the event form: from texts and links to values."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.events.fields import FIELDS, LINKS_LIMIT, Field, field
from domain.events.links import MergedLinks, find_links, merge_links
from domain.events.places import parse_place, parse_venue, with_address
from domain.refusal import Refusal
from domain.regions.directory import Region

# The steps of the form that are no field's question.
CITY_SLIP = "city_slip"  # whether a city is misspelled
DOUBT = "doubt"  # about numbers: asked about, not refused
LINKS_DOUBT = "links_doubt"
REVIEW = "review"  # the card with all answers, before saving
MENDED = "mended"  # the card with what changes in a returned event


def parse_answer(
    asked: Field, text: str, region: Region, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """Values by the fields' keys: a city may come with its organisation. A street without an
    organisation is kept in `address` until the organisation is answered; a new place
    clears it. Raises Refusal if the text is no answer. For links there is `take_links`."""
    assert asked.parse is not None, "links are parsed by take_links"
    if asked.key == "city":
        return _place(text, region)
    if asked.key == "organisation":
        # By itself first: an address makes no organisation of what is none.
        venue = asked.parse(parse_venue(text, answers.get("city", ""), region))
        text = with_address(venue, answers.get("address"))
    return {asked.key: asked.parse(text)}


def take_links(have: Sequence[str], text: str, attached: Sequence[str]) -> MergedLinks:
    """Adds the links of a message to those that the field has. `attached` are addresses that come
    with the message, but not in its text."""
    found = find_links(text, attached)
    if not have and len(found.links) <= LINKS_LIMIT:  # each is there once
        return MergedLinks(found.links, found.links, (), (), found.not_links, found.members_only)
    merged = merge_links(have, found.links, limit=LINKS_LIMIT)
    return merged._replace(not_links=found.not_links, members_only=found.members_only)


def answers_to_save(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to the fields, without the form's own notes; [] for links that were skipped."""
    return {
        field.key: answers.get(field.key, [] if field.answers == "links" else None)
        for field in FIELDS
    }


def _place(text: str, region: Region) -> dict[str, Any]:
    """«Белгород, БГТУ» answers two questions at once."""
    parse_city = field("city").parse
    assert parse_city is not None
    place = parse_place(text, region)
    if not place.city:
        parse_city(text)
        raise Refusal("Начните с города или населённого пункта.")
    both = {"city": place.city}
    if place.organisation is not None:
        both["organisation"] = place.organisation
    found = {key: parse(part) for key, part in both.items() if (parse := field(key).parse)}
    return {**found, "address": place.address}
