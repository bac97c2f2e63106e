"""The steps of an event's form: each field's question, the doubt about two numbers, the card."""

from functools import partial

from aiogram.types import Message, MessageOriginChannel

from domain.events import form
from domain.events.fields import FIELDS, Field
from domain.events.form import DOUBT, REVIEW
from domain.refusal import Refusal
from handlers.event_form import texts
from handlers.event_form.answers import EventAnswers, EventDialog, places_offered
from handlers.event_form.screens import doubt_screen, question_screen, review_screen, which_field
from handlers.forms.dialog import Step, always
from handlers.forms.memory import as_label
from handlers.forms.texts import PRESS_A_BUTTON
from handlers.forms.typed import Taken, Typed


def questions() -> tuple[Step[EventAnswers], ...]:
    """A step for each field, and the doubt after the two numbers that it is about."""
    steps = []
    for field in FIELDS:
        steps.append(_field_step(field))
        if field.key == "participants":
            steps.append(_doubt_step(field))
    return tuple(steps)


def review() -> Step[EventAnswers]:
    return Step(key=REVIEW, screen=review_screen, is_due=always, press={"fields": which_field})


def _field_step(field: Field) -> Step[EventAnswers]:
    links = field.answers == "links"
    press = {}
    if links:
        press["clear"] = partial(_clear, field)
    elif field.suggest == "recent":
        press["pick"] = partial(_pick_place, field)
    return Step(
        key=field.key,
        title=field.title,
        screen=lambda dialog: question_screen(dialog, field),
        take=partial(_take_links if links else _take, field),
        press=press,
        empty=[] if links else None,
    )


def _doubt_step(participants: Field) -> Step[EventAnswers]:
    return Step(
        key=DOUBT,
        screen=doubt_screen,
        is_due=_is_doubtful,
        take=partial(_take, participants),  # a number typed here corrects them
        press={"right": _confirm_numbers},
        words={"да": ("right", ""), "нет": ("ask", "participants")},
    )


async def _take(field: Field, dialog: EventDialog, typed: Typed) -> Taken:
    answers = dialog.draft.answers
    found = form.parse_answer(field, typed.words(), dialog.context.region, answers)
    dialog.set(**found)
    return texts.form.place_taken(**found) if field.key == "city" else ""


async def _pick_place(field: Field, dialog: EventDialog, value: str) -> Taken:
    """A place of an earlier event of the region, by its number among those offered."""
    offered = dict(enumerate(places_offered(dialog, field.key)))
    number = int(value) if value.isdecimal() and len(value) < 3 else -1
    if number not in offered:
        raise Refusal(PRESS_A_BUTTON)
    return await _take(field, dialog, Typed(offered[number]))


async def _take_links(field: Field, dialog: EventDialog, typed: Typed) -> Taken:
    """Add the links of the message; the question stays open for more. A message that is edited
    brings its links anew."""
    if typed.message is None:
        raise Refusal(PRESS_A_BUTTON)
    have_any = bool(dialog.draft.answers.get(field.key))
    if not have_any and as_label(typed.text or "") in texts.form.NO_LINKS:
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
    return (await question_screen(dialog, field)).with_note(texts.form.links_taken(taken))


async def _clear(field: Field, dialog: EventDialog, _: str) -> Taken:
    dialog.set(**{field.key: []}, links_of={})
    return await question_screen(dialog, field)


async def _confirm_numbers(dialog: EventDialog, _: str) -> Taken:
    dialog.set(numbers_confirmed=_numbers(dialog.answers))
    return ""


def _is_doubtful(answers: EventAnswers) -> bool:
    given = answers.model_dump(exclude_none=True)
    return form.is_doubtful(given) and answers.numbers_confirmed != _numbers(answers)


def _numbers(answers: EventAnswers) -> tuple[int, int]:
    given = answers.model_dump()
    return given["times_held"], given["participants"]


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
