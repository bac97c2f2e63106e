"""Phones, messages and calls as JSON, for the page to draw."""

from typing import Any

from demo.cast import Actor
from demo.files import kind_of
from sandbox.chats import Message
from sandbox.journal import Call
from sandbox.keyboards import Button

JSON = dict[str, Any]


def shown_actor(actor: Actor) -> JSON:
    """The whole phone, with every message."""
    messages = [shown_message(each) for each in actor.phone.messages]
    who = {"name": actor.name, "note": actor.note, "hint": actor.hint, "zone": actor.zone}
    return who | shown_chat(actor) | {"messages": messages}


def shown_chat(actor: Actor) -> JSON:
    """What is around the messages."""
    phone = actor.phone
    return {
        "id": phone.id,
        "started": phone.started,
        "blocked": phone.blocked,
        "action": phone.action,
        "keyboard": [[button.label for button in row] for row in phone.keyboard],
    }


def shown_message(message: Message) -> JSON:
    """`date` in Unix seconds; offsets of the entities in UTF-16 units, which are JavaScript's."""
    return {
        "id": message.id,
        "mine": not message.from_bot,
        "date": message.json["date"],
        "edited": message.edited and not message.deleted,
        "text": message.text,
        "entities": message.entities,
        "rows": [[_shown_button(button) for button in row] for row in message.rows],
    } | _attached(message)


def shown_call(call: Call, names: dict[int, str]) -> JSON:
    """`names` are the people's, by the ids of their chats."""
    params = {name: value for name, value in call.params.items() if name != "chat_id"}
    outcome = "…" if call.in_flight else str(call.status or "нет ответа")
    return {
        "number": call.number,
        "at": call.at.timestamp(),
        "method": call.method,
        "to": names.get(call.chat_id or 0, ""),
        "params": params,
        "outcome": outcome,
        "failed": not call.in_flight and call.status != 200,
        "error": call.error or call.fault or "",
    }


def _shown_button(button: Button) -> JSON:
    return {
        "label": button.label,
        "data": button.data,
        "url": button.url,
        "copies": button.copies,
        "style": button.style,
    }


def _attached(message: Message) -> JSON:
    content = message.json
    if message.document:
        upload = message.document
        size = len(upload.content)
        return {"document": {"name": upload.name, "size": size, "preview": kind_of(upload)}}
    if message.photo:
        return {"photo": {"name": message.photo.name}}
    if "sticker" in content:
        return {"sticker": content["sticker"]["emoji"]}
    if "voice" in content:
        return {"voice": content["voice"]["duration"]}
    if "contact" in content:
        contact = content["contact"]
        return {"contact": {"name": contact["first_name"], "number": contact["phone_number"]}}
    if "forward_origin" in content:
        return {"forwarded": content["forward_origin"].get("chat", {}).get("title", "")}
    return {}
