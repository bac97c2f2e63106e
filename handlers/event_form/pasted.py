"""What a text that was sent or forwarded says of an event: the answers for its form, and a note on
what to look at."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from aiogram.types import Message, MessageOriginChannel

from domain.events.fields import FIELDS
from domain.pasted.reading import Pasted, read_pasted
from handlers.context import Context
from handlers.event_form import texts
from handlers.event_form.answers import EVENT_ANSWERS, EventAnswers, EventDialog, PastedMessage
from handlers.event_form.doubts import city_meant
from handlers.event_form.proposing import places_known
from handlers.event_form.screens import event_waits
from handlers.forms.dialog import Step
from handlers.forms.split_texts import may_be_first_part, may_be_next_part
from handlers.forms.texts import caption_only
from handlers.responses import Responses, Screen, show

Places = Sequence[tuple[str, str]]


def pasted_message(message: Message) -> PastedMessage | None:
    """None if the message has no text, and is no picture or video with some. A document is a file
    to be read itself."""
    has_picture = message.photo or message.video or message.animation
    text = message.text or (message.caption if has_picture else None)
    if not text:
        return None
    origin = message.forward_origin
    channel = origin if isinstance(origin, MessageOriginChannel) else None
    name = channel.chat.username if channel else None
    entities = message.entities or message.caption_entities or []
    return PastedMessage(
        message=message.message_id,
        at=message.date,
        text=text,
        attached=[entity.url for entity in entities if entity.url],
        post=f"https://t.me/{name}/{channel.message_id}" if channel and name else None,
        private_post=channel is not None and name is None,
    )


def is_next_part(messages: Sequence[PastedMessage], message: Message) -> bool:
    """Whether the phone has cut the text in two, and this is what follows."""
    if not messages or message.text is None or not may_be_first_part(messages[0].text):
        return False
    first = messages[0].message, messages[0].at
    return may_be_next_part(first, (message.message_id, message.date))


def read(messages: Sequence[PastedMessage], context: Context, places: Places) -> Pasted:
    return read_pasted(
        # Telegram's apps cut between words, and leave out the space there.
        "\n".join(each.text for each in messages),
        [link for each in messages for link in each.attached],
        context.region,
        places,
        post=messages[0].post,
    )


async def filled_in(messages: Sequence[PastedMessage], context: Context) -> EventAnswers:
    """The answers that the texts give, with the note on them."""
    places = await places_known(context)
    found = read(messages, context, places)
    return EVENT_ANSWERS.model_validate(
        {
            **found.values,
            "city_meant": await _slip(found, context, [city for city, _ in places]),
            "pasted": [each.model_dump() for each in messages],
            "pasted_values": found.values,
            "pasted_note": texts.pasted.filled_in(
                found,
                is_private=messages[0].private_post,
                complete=all(field.key in found.values for field in FIELDS),
                helper=context.person.is_helper,
            ),
        }
    )


def said_above(step: Step[EventAnswers]) -> Step[EventAnswers]:
    """The step with the note on what was read above it, where the form stands as it was filled in:
    it may have been put aside before anybody saw that."""

    async def screen(dialog: EventDialog) -> Screen:
        answers, drawn = dialog.answers, await step.screen(dialog)
        is_untouched = all(
            dialog.draft.answers.get(field.key) == answers.pasted_values.get(field.key)
            for field in FIELDS
        )
        stands_here = dialog.form.next_step(answers) is dialog.step
        return drawn.with_note(answers.pasted_note if is_untouched and stands_here else "")

    return replace(step, screen=screen)


async def reread(dialog: EventDialog, message: Message) -> Responses | None:
    """A text that has been read is edited, or goes on in a further message. None if the message is
    neither."""
    sent = pasted_message(message)
    if sent is None:
        return None
    if (merged := _with(dialog.answers.pasted, sent, message)) is not None:
        return await _read_again(dialog, message, merged)
    later = dialog.answers.pasted_later
    for number, texts_of_one in enumerate(later):
        if (merged := _with(texts_of_one, sent, message)) is not None:
            return show_waiting(dialog, message, [*later[:number], merged, *later[number + 1 :]])
    return None


def show_waiting(
    dialog: EventDialog, message: Message, later: Sequence[Sequence[PastedMessage]]
) -> Responses:
    """The unfinished event, and the texts that come after it."""
    dialog.set(pasted_later=later)
    waits = event_waits(dialog)
    dialog.remember(waits)
    return show(message, waits)


def _with(
    known: Sequence[PastedMessage], sent: PastedMessage, message: Message
) -> list[PastedMessage] | None:
    by_id = {each.message: each for each in known}
    if sent.message not in by_id and not is_next_part(known, message):
        return None
    by_id[sent.message] = sent
    return [by_id[number] for number in sorted(by_id)]


async def _read_again(
    dialog: EventDialog, event: Message, messages: Sequence[PastedMessage]
) -> Responses:
    """What the person has answered otherwise meanwhile stays."""
    answers = await filled_in(messages, dialog.context)
    have, before = dialog.draft.answers, dialog.answers.pasted_values
    untouched = [field.key for field in FIELDS if have.get(field.key) == before.get(field.key)]
    taken = {key: getattr(answers, key) for key in untouched}
    if "city" in untouched:
        taken["city_meant"] = answers.city_meant
    read = {key: getattr(answers, key) for key in ("pasted", "pasted_values", "pasted_note")}
    dialog.set(**taken, **read)
    is_touched = len(untouched) < len(FIELDS)
    return await dialog.proceed(event, answers.pasted_note if is_touched else "")


async def _slip(found: Pasted, context: Context, known: Iterable[str]) -> str | None:
    city = found.values.get("city")
    return await city_meant(context, city, known) if city is not None else None


def left_out(message: Message) -> str:
    """That a picture is not passed on with its caption; of a channel's post its address is."""
    is_post = isinstance(message.forward_origin, MessageOriginChannel)
    return "" if is_post else caption_only(message)
