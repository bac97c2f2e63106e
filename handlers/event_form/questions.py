"""The steps of an event's form: each field's question, the doubts about answers, the card."""

from collections.abc import Sequence
from functools import partial

from aiogram.types import Message, MessageOriginChannel

from domain.events import form
from domain.events.fields import FIELDS, LINKS_LIMIT, Field
from domain.events.form import REVIEW
from domain.events.links import apart_from_links, merge_links
from domain.events.words import says_nothing
from domain.refusal import Refusal
from handlers.event_form import texts
from handlers.event_form.answers import EventAnswers, EventDialog, places_offered
from handlers.event_form.doubts import DOUBTS_AFTER, doubt_city, doubt_step, slip_step
from handlers.event_form.screens import question_screen, review_screen, which_field
from handlers.formatting import refusal
from handlers.forms.dialog import Step, always
from handlers.forms.texts import PRESS_A_BUTTON, caption_only
from handlers.forms.typed import Taken, Typed
from models import FormKind

POST_WORDS = 10  # fewer beside a link may be a name
BESIDE_KEPT = 5  # links that came with an answer in words
_NO_LINKS: tuple[str, ...] = ()


def questions() -> tuple[Step[EventAnswers], ...]:
    """A step for each field, and after some of them what is doubted of the answers so far."""
    steps = []
    for field in FIELDS:
        steps.append(_field_step(field))
        if field.key == "city":
            steps.append(slip_step())
        if field.key in DOUBTS_AFTER:
            steps.append(doubt_step(*DOUBTS_AFTER[field.key]))
    return tuple(steps)


def review() -> Step[EventAnswers]:
    return Step(key=REVIEW, screen=review_screen, is_due=always, press={"fields": which_field})


def _field_step(field: Field) -> Step[EventAnswers]:
    links = field.answers == "links"
    press = {"same": partial(_same, field)}
    if links:
        press["clear"] = partial(_clear, field)
        press["remove"] = partial(_remove, field)
        press["beside"] = partial(_add_beside, field)
    elif field.suggest == "recent":
        press["pick"] = partial(_pick_place, field)
    return Step(
        key=field.key,
        title=field.title,
        screen=lambda dialog: question_screen(dialog, field),
        take=partial(_take_links if links else _take, field),
        press=press,
        empty=[] if links else None,
        own_spelling=field.suggest == "recent",
        takes_media=links,
    )


async def _take(field: Field, dialog: EventDialog, typed: Typed) -> Taken:
    if field.answers == "line" and typed.message is not None and _is_post(typed.message):
        raise Refusal(texts.form.post_is_no_answer(field))
    text, beside = typed.words(), _NO_LINKS
    if field.answers == "line" and dialog.form.kind == FormKind.EVENT:
        words, beside = apart_from_links(text)
        text = words or text
        _keep_beside(dialog, beside)
    answers = dialog.draft.answers
    try:
        found = form.parse_answer(field, text, dialog.context.region, answers)
    except Refusal as refused:
        if not refused.meant:
            raise
        asked = await question_screen(dialog, field, meant=refused.meant)
        return asked.with_note(refusal(refused))
    dialog.set(**found)
    note = ""
    if field.key == "city":
        note = texts.form.place_taken(**found)
        await doubt_city(dialog)
    return f"{note} {texts.form.link_beside(len(beside))}".strip()


def _is_post(message: Message) -> bool:
    """Whether it is a publication that is passed on: a channel's post, or sentences with a link
    that somebody else has written."""
    if isinstance(message.forward_origin, MessageOriginChannel):
        return True
    if message.forward_origin is None:
        return False
    words, links = apart_from_links(message.text or message.caption or "")
    entities = message.entities or message.caption_entities or []
    has_link = bool(links) or any(entity.url for entity in entities)
    return has_link and len(words.split()) >= POST_WORDS


def _keep_beside(dialog: EventDialog, links: Sequence[str]) -> None:
    """They are offered where links are asked for."""
    before = dialog.answers.links_beside
    merged = merge_links(before, links, limit=BESIDE_KEPT).links
    if list(merged) != before:
        dialog.set(links_beside=list(merged))


async def _pick_place(field: Field, dialog: EventDialog, value: str) -> Taken:
    """A place of an earlier event of the region, by its number among those offered."""
    offered = dict(enumerate(places_offered(dialog, field.key)))
    number = int(value) if value.isdecimal() and len(value) < 3 else -1
    if number not in offered:
        raise Refusal(PRESS_A_BUTTON)
    if field.key == "city":  # taken apart already, when it was typed
        dialog.set(city=offered[number], address=None, city_meant=None)
        return ""
    return await _take(field, dialog, Typed(offered[number]))


async def _same(field: Field, dialog: EventDialog, _: str) -> Taken:
    """What was answered of the event that this one is like."""
    like = dialog.answers.like
    if like is None or like.year is not None or field.key not in like.before:
        raise Refusal(PRESS_A_BUTTON)
    dialog.set(**{field.key: like.before[field.key]})
    return ""


async def _take_links(field: Field, dialog: EventDialog, typed: Typed) -> Taken:
    """Add the links of the message; the question stays open for more. A message that is edited
    brings its links anew."""
    if typed.message is None:
        raise Refusal(PRESS_A_BUTTON)
    have_any = bool(dialog.draft.answers.get(field.key))
    if not have_any and typed.text is not None and says_nothing(typed.text):
        dialog.set(**{field.key: []})
        return ""
    text, attached = _links_in(typed.message)
    number, brought = typed.message.message_id, dialog.answers.links_of
    before = set(brought.get(number, []))
    have = [link for link in dialog.draft.answers.get(field.key, []) if link not in before]
    taken = form.take_links(have, text, attached)
    if before or taken.added:
        links_of = {**brought, number: list(taken.added)}
        dialog.set(**{field.key: list(taken.links)}, links_of=links_of)
        if not isinstance(typed.message.forward_origin, MessageOriginChannel):
            dialog.left_out = caption_only(typed.message)
    return (await question_screen(dialog, field)).with_note(texts.form.links_taken(taken))


async def _clear(field: Field, dialog: EventDialog, _: str) -> Taken:
    dialog.set(**{field.key: []}, links_of={})
    return await question_screen(dialog, field)


async def _remove(field: Field, dialog: EventDialog, value: str) -> Taken:
    """One link of several, by its number in the list."""
    have = list(dialog.draft.answers.get(field.key, []))
    number = int(value) if value.isdecimal() and len(value) < 3 else -1
    if number not in range(len(have)):
        raise Refusal(PRESS_A_BUTTON)
    link = have.pop(number)
    links_of = {
        message: [each for each in brought if each != link]
        for message, brought in dialog.answers.links_of.items()
    }
    dialog.set(**{field.key: have}, links_of=links_of)
    return (await question_screen(dialog, field)).with_note(texts.form.link_removed(link))


async def _add_beside(field: Field, dialog: EventDialog, _: str) -> Taken:
    """The links that came with answers in words."""
    have = dialog.draft.answers.get(field.key, [])
    taken = merge_links(have, dialog.answers.links_beside, limit=LINKS_LIMIT)
    dialog.set(**{field.key: list(taken.links)}, links_beside=[])
    return (await question_screen(dialog, field)).with_note(texts.form.links_taken(taken))


def _links_in(message: Message) -> tuple[str, list[str]]:
    """The message's text, and the addresses that come with it. A forwarded post of a channel is
    itself the publication; the links within it are not."""
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        if origin.chat.username is None:
            raise Refusal(texts.form.PRIVATE_POST)
        return "", [f"https://t.me/{origin.chat.username}/{origin.message_id}"]
    entities = message.entities or message.caption_entities or []
    attached = [entity.url for entity in entities if entity.url]
    text = message.text or message.caption or ""
    if not text and not attached:
        raise Refusal(texts.form.NEEDS_LINK)
    return text, attached
