"""How a draft of an event moves from question to question. Every answer is in the draft as
soon as it is given; what is asked next follows from what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from domain.events.fields import FIELDS, LINKS_LIMIT, Field, field
from domain.events.links import find_links, merge_links
from domain.refusal import Refusal
from domain.regions.directory import region_by_code
from models import Draft

REVIEW = "review"  # the card with all answers, before saving
DOUBT = "doubt"  # fewer participants than times held: asked about, not refused

_KEYS = [each.key for each in FIELDS]


@dataclass(frozen=True, slots=True)
class LinksTaken:
    """What became of the links in one message: those new to the draft, how many it had
    already, how many were over the limit, and the pieces of text that are no links."""

    added: tuple[str, ...]
    repeated: int
    left_over: int
    not_links: tuple[str, ...]


def current_field(draft: Draft) -> Field | None:
    """The field that is being asked; None on the review card and in doubt."""
    return field(draft.step) if draft.step in _KEYS else None


def step_number(draft: Draft) -> int:
    """Which question is being asked, from 1."""
    return _KEYS.index(draft.step) + 1


def take_text(draft: Draft, text: str) -> tuple[str, ...]:
    """Take what was typed or picked as the answer to the question asked. Gives the keys of
    the fields it filled; raises Refusal and changes nothing if it is no answer."""
    asked = current_field(draft) or field("participants")  # in doubt a number corrects them
    assert asked.parse is not None, "links have a way of their own"
    is_place = asked.key == "city"
    found = _place(text, _region_name(draft)) if is_place else {asked.key: asked.parse(text)}
    draft.answers = {**draft.answers, **found}
    _after(draft, asked.key)
    return tuple(found)


def take_links(draft: Draft, text: str, attached: Sequence[str]) -> LinksTaken:
    """Add the links in a message to those of the field asked; the question stays open.

    `attached` are addresses that come with a message without being in its text.
    """
    found = find_links(text, attached)
    have = draft.answers.get(draft.step, [])
    merged = merge_links(have, found.links, limit=LINKS_LIMIT)
    if merged.added:
        draft.answers = {**draft.answers, draft.step: list(merged.links)}
        draft.version += 1
    return LinksTaken(
        tuple(merged.added), len(merged.repeated), len(merged.left_over), found.not_links
    )


def clear_links(draft: Draft) -> None:
    draft.answers = {**draft.answers, draft.step: []}
    draft.version += 1


def keep_answer(draft: Draft) -> None:
    """Go on with the answer that is there: «Готово», «Оставить», «Пропустить», and «Да» to
    a doubt. Raises Refusal where an answer is needed first."""
    asked = current_field(draft)
    if asked is not None and asked.key not in draft.answers:
        if not asked.optional:
            raise Refusal("Этот вопрос пропустить нельзя: ответ нужен для отчёта.")
        draft.answers = {**draft.answers, asked.key: []}
    _move_on(draft)


def go_back(draft: Draft) -> None:
    """To the question before; to the review card once it has been reached; from the first
    question nowhere."""
    if draft.step == DOUBT:
        draft.step = "participants"
    elif draft.reviewed:
        draft.step = REVIEW
    else:
        draft.step = _KEYS[max(_KEYS.index(draft.step) - 1, 0)]
    draft.version += 1


def ask_again(draft: Draft, key: str) -> None:
    """Open one field, from the review card or from a doubt."""
    draft.step = field(key).key
    draft.version += 1


def is_first_question(draft: Draft) -> bool:
    return draft.step == _KEYS[0] and not draft.reviewed


def is_doubtful(answers: dict[str, Any]) -> bool:
    """Fewer participants than times held: possible, but usually a slip."""
    if "times_held" not in answers or "participants" not in answers:
        return False
    return bool(answers["participants"] < answers["times_held"])


def _after(draft: Draft, key: str) -> None:
    if key in ("times_held", "participants") and is_doubtful(draft.answers):
        draft.step = DOUBT
        draft.version += 1
    else:
        _move_on(draft)


def _move_on(draft: Draft) -> None:
    unanswered = (key for key in _KEYS if key not in draft.answers)
    draft.step = REVIEW if draft.reviewed else next(unanswered, REVIEW)
    draft.reviewed = draft.reviewed or draft.step == REVIEW
    draft.version += 1


def _place(text: str, region: str | None) -> dict[str, Any]:
    """«Белгород, БГТУ» answers two questions at once; the region's own name before them says
    nothing new."""
    city, _, organisation = text.partition(",")
    if region and city.strip().casefold() == region.casefold() and organisation.strip():
        return _place(organisation, None)
    both = {"city": city, "organisation": organisation} if organisation.strip() else {"city": city}
    return {key: parse(part) for key, part in both.items() if (parse := field(key).parse)}


def _region_name(draft: Draft) -> str | None:
    return region_by_code(draft.region_code).name if draft.region_code else None
