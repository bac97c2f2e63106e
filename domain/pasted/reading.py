"""Reads the answers for an event's form from a pasted text or a forwarded post."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from domain.event_import.kinds import guess_kind
from domain.events.fields import LINKS_LIMIT
from domain.events.fields import field as field_of
from domain.events.links import FoundLinks, apart_from_links, find_links
from domain.events.videos import is_video
from domain.pasted.counts import Count, people_in, times_in, venues_in
from domain.pasted.headline import headline_in
from domain.pasted.labelled import a_line_each, labelled_in
from domain.pasted.organisations import organisation_in
from domain.pasted.places import city_in
from domain.refusal import Refusal
from domain.regions.directory import Region
from domain.text.cleaning import without_unseen

_ABOUT_LINKS = re.compile(r"\W*ссылк", re.IGNORECASE)  # «Ссылка на публикацию: …»
LONGEST = 20_000  # characters; a message has 4,096


class Why(StrEnum):
    """What an answer is to be looked at for."""

    GUESSED_KIND = "kind"
    SHORTENED = "shortened"  # the name
    FROM_SENTENCE = "sentence"  # the name is what the text says first
    NOT_SAID_WHERE = "town"  # the text names the town, but not as the place
    OTHERS = "others"  # the text has others, too
    AS_WRITTEN = "case"  # the name of the place as it stands in the sentence
    EARLIER_EVENT = "earlier"  # the city is that of the organisation's earlier event
    FOUND_ORGANISATION = "organisation"
    FROM_VENUES = "venues"
    NOT_EXACT = "estimate"
    ADDED = "added"
    EACH_TIME = "each"  # how often, times how many
    TOO_MANY_LINKS = "links"


@dataclass(frozen=True, slots=True)
class Unsure:
    """`key` is the field's; `words` are what the text says of it, or its other values."""

    key: str
    why: Why
    words: tuple[str, ...] = ()


@dataclass(slots=True)
class Pasted:
    """`values` by the fields' keys: what was found, each as the form would take it. `unsure` is in
    the order of the fields. `members_only` are links that open only to members."""

    values: dict[str, Any] = field(default_factory=dict)
    unsure: list[Unsure] = field(default_factory=list)
    members_only: tuple[str, ...] = ()

    def put(self, key: str, value: Any, *unsure: Unsure) -> None:
        """Takes the value, unless there is one already, or the form would not take it."""
        if key in self.values or not _is_answer(key, value):
            return
        self.values[key] = value
        self.unsure += unsure


def read_pasted(
    text: str,
    attached: Sequence[str],
    region: Region,
    places: Sequence[tuple[str, str]],
    *,
    post: str | None = None,
) -> Pasted:
    """`attached` are addresses that come with the text, but are not visible in it; `places` the
    cities and organisations of the region's earlier events. `post` is the address of the channel's
    post that the text is: the publication is that, and of the links within it only the videos
    count. What is not found stays out."""
    text = a_line_each(text[:LONGEST])
    lines = "\n".join(apart_from_links(line)[0] for line in text.splitlines())
    read = Pasted(values=labelled_in(lines, region))
    _read_name_and_kind(read, text)
    _read_place(read, _even(lines), region, places)
    _read_counts(read, lines)
    _read_links(read, find_links(text, attached), post)
    order = list(read.values)
    read.unsure.sort(key=lambda each: order.index(each.key))
    return read


def _read_name_and_kind(read: Pasted, text: str) -> None:
    headline = headline_in(text)
    if headline is not None:
        why = Why.SHORTENED if headline.shortened else Why.FROM_SENTENCE
        read.put("name", headline.name, Unsure("name", why))
    told = "\n".join(line for line in text.splitlines() if not _ABOUT_LINKS.match(line))
    kind = guess_kind(read.values.get("name", "")) or guess_kind(told)
    if kind is not None:
        read.put("kind", kind, Unsure("kind", Why.GUESSED_KIND))


def _read_place(read: Pasted, text: str, region: Region, places: Sequence[tuple[str, str]]) -> None:
    found = city_in(text, region, [city for city, _ in places])
    if found is not None:
        doubt = [
            *([Unsure("city", Why.AS_WRITTEN)] if found.oblique else []),
            *([Unsure("city", Why.OTHERS, found.others)] if found.others else []),
        ]
        if not found.sure and not doubt:
            doubt = [Unsure("city", Why.NOT_SAID_WHERE)]
        read.put("city", found.city, *doubt)
    organisation = organisation_in(text, read.values.get("city"), places)
    if organisation is not None:
        found_now = [] if organisation.known else [Unsure("organisation", Why.FOUND_ORGANISATION)]
        read.put("organisation", organisation.name, *found_now)
        if organisation.city is not None:
            read.put("city", organisation.city, Unsure("city", Why.EARLIER_EVENT))


def _read_counts(read: Pasted, text: str) -> None:
    people, times, venues = people_in(text), times_in(text), venues_in(text)
    if people is not None:
        read.put("participants", people.number, *_doubts("participants", people))
    if times is not None:
        read.put("times_held", times.number, *_doubts("times_held", times))
    if venues is not None:
        said = (venues.as_written,)
        read.put("times_held", venues.number, Unsure("times_held", Why.FROM_VENUES, said))
        read.put("organisation", venues.name, Unsure("organisation", Why.FROM_VENUES, said))


def _doubts(key: str, count: Count) -> list[Unsure]:
    doubts = []
    if not count.exact:
        doubts.append(Unsure(key, Why.NOT_EXACT, (count.as_written,)))
    if count.others:
        why = {"+": Why.ADDED, "×": Why.EACH_TIME, None: Why.OTHERS}[count.reckoned]
        doubts.append(Unsure(key, why, tuple(map(str, count.others))))
    return doubts


def _read_links(read: Pasted, found: FoundLinks, post: str | None) -> None:
    """Without links both are asked for; with some of one kind the other has none."""
    videos = [link for link in found.links if is_video(link)]
    others = [post] if post else [link for link in found.links if not is_video(link)]
    read.members_only = () if post else found.members_only
    if not videos and not others:
        return
    for key, links in (("publication_links", others), ("video_links", videos)):
        left_out = links[LINKS_LIMIT:]
        unsure = [Unsure(key, Why.TOO_MANY_LINKS, tuple(left_out))] if left_out else []
        read.put(key, links[:LINKS_LIMIT], *unsure)


def _is_answer(key: str, value: Any) -> bool:
    """Whether the form would take it."""
    asked = field_of(key)
    if asked.answers not in ("line", "count") or asked.parse is None:
        return True
    try:
        return bool(asked.parse(str(value)) == value)
    except Refusal:
        return False


def _even(text: str) -> str:
    """As `city_in` and `organisation_in` read it."""
    return without_unseen(text).replace("ё", "е").replace("Ё", "Е")
