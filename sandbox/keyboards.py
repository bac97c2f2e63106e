"""Keyboards that bots send: checked as the server checks them, kept as a phone shows them."""

from dataclasses import dataclass
from typing import Any, Literal

from sandbox.links import checked_link, link_fault
from sandbox.refusals import MisuseError, RefusedError, bad_request

JSON = dict[str, Any]

BUTTONS_LIMIT = 100
CALLBACK_DATA_BYTES = 64

_REPLY_OPTIONS = {"is_persistent", "resize_keyboard", "one_time_keyboard"}
_MODELLED = {
    "inline_keyboard": {"inline_keyboard"},
    "keyboard": {"keyboard", "input_field_placeholder", "selective"} | _REPLY_OPTIONS,
    "remove_keyboard": {"remove_keyboard", "selective"},
    "force_reply": {"force_reply", "input_field_placeholder", "selective"},
}
_LOOKS = {"text", "style", "icon_custom_emoji_id"}
_ACTIONS = {"url", "callback_data", "copy_text"}
_REQUESTS = {"request_contact", "request_location"}
_STYLES = ("danger", "success", "primary")
_COPIED_CHARACTERS = 256


@dataclass(frozen=True, slots=True)
class Button:
    """A button as a person sees it. At most one of the four actions is set."""

    label: str
    data: str | None = None
    url: str | None = None
    copies: str | None = None
    requests_contact: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class Markup:
    """`json` is what a Message echoes as its reply_markup: inline keyboards only."""

    kind: Literal["inline_keyboard", "keyboard", "remove_keyboard", "force_reply"]
    rows: list[list[Button]]
    json: JSON | None = None
    one_time: bool = False


def read_markup(value: Any) -> Markup | None:
    """A bot's reply_markup, decoded from JSON. RefusedError in the server's words."""
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if value.get("keyboard"):
        return _reply_keyboard(value)
    if value.get("inline_keyboard"):
        return _inline_keyboard(value)
    if value.get("remove_keyboard"):
        _refuse_unknown(value, _MODELLED["remove_keyboard"], "ReplyKeyboardRemove")
        return Markup("remove_keyboard", [])
    if value.get("force_reply"):
        _refuse_unknown(value, _MODELLED["force_reply"], "ForceReply")
        return Markup("force_reply", [])
    _refuse_unknown(value, set[str]().union(*_MODELLED.values()), "reply_markup")
    return None


def read_inline_markup(value: Any) -> Markup | None:
    """The reply_markup of a method that edits."""
    markup = read_markup(value)
    if markup and markup.kind != "inline_keyboard":
        raise bad_request("inline keyboard expected")
    return markup


def _inline_keyboard(value: JSON) -> Markup | None:
    _refuse_unknown(value, _MODELLED["inline_keyboard"], "InlineKeyboardMarkup")
    rows = _rows(value, "inline_keyboard", " of the InlineKeyboardMarkup")
    checked = [[_inline_button(button) for button in row] for row in rows]
    keyboard = [row for row in checked if row]
    if not keyboard:
        return None
    shown = [[_shown(button) for button in row] for row in keyboard]
    return Markup("inline_keyboard", shown, {"inline_keyboard": keyboard})


def _shown(button: JSON) -> Button:
    return Button(
        button["text"],
        button.get("callback_data"),
        button.get("url"),
        button.get("copy_text", {}).get("text"),
        style=button.get("style"),
    )


def _reply_keyboard(value: JSON) -> Markup:
    _refuse_unknown(value, _MODELLED["keyboard"], "ReplyKeyboardMarkup")
    rows = _rows(value, "keyboard", "")
    buttons = [[_reply_button(button) for button in row] for row in rows]
    return Markup("keyboard", buttons, one_time=bool(value.get("one_time_keyboard")))


def _rows(value: JSON, field: str, owner: str) -> list[list[Any]]:
    rows = value[field]
    if not isinstance(rows, list):
        raise bad_request(f'field "{field}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{field}"{owner} must be an Array of Arrays')
    if sum(map(len, rows)) > BUTTONS_LIMIT:
        raise bad_request("reply markup is too long")
    return rows


def _inline_button(button: Any) -> JSON:
    what = "inline keyboard button"
    text = _label(button, what, "InlineKeyboardButton must be an Object")
    _refuse_unknown(button, _LOOKS | _ACTIONS, "InlineKeyboardButton")
    actions = [name for name in sorted(_ACTIONS) if button.get(name)]
    if not actions:
        raise _unparsed(what, "Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise MisuseError(f"an inline button with {' and '.join(actions)}: one action is allowed")
    if not text:
        raise bad_request("inline keyboard button text must be non-empty")
    data, url = button.get("callback_data", ""), button.get("url", "")
    for name, given in (("callback_data", data), ("url", url)):
        if not isinstance(given, str):
            raise _unparsed(what, f'Field "{name}" must be of type String')
    if len(data.encode()) > CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    _check_copied(button.get("copy_text"))
    if url and (fault := link_fault(url)):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {fault}")
    return {**button, **({"url": checked_link(url)} if url else {})}


def _reply_button(button: Any) -> Button:
    if isinstance(button, str):
        button = {"text": button}
    what = "keyboard button"
    text = _label(button, what, "KeyboardButton must be a String or an Object")
    _refuse_unknown(button, _LOOKS | _REQUESTS, "KeyboardButton")
    if not text:
        raise bad_request("keyboard button text must be non-empty")
    return Button(
        text, requests_contact=button.get("request_contact") is True, style=button.get("style")
    )


def _check_copied(copied: Any) -> None:
    if copied is None:
        return
    text = copied.get("text") if isinstance(copied, dict) else None
    if not isinstance(text, str) or not 0 < len(text) <= _COPIED_CHARACTERS:
        raise MisuseError(f"copy_text {copied!r}: a text of 1 to {_COPIED_CHARACTERS} characters")


def _label(button: Any, what: str, shape: str) -> str:
    if not isinstance(button, dict):
        raise _unparsed(what, shape)
    if "text" not in button:
        raise _unparsed(what, 'Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise _unparsed(what, 'Field "text" must be of type String')
    if button.get("style") not in (None, *_STYLES):
        raise MisuseError(f"the style {button['style']!r} of a button: one of {_STYLES}")
    return button["text"].strip()


def _unparsed(what: str, reason: str) -> RefusedError:
    return bad_request(f"can't parse {what}: {reason}")


def _refuse_unknown(value: JSON, modelled: set[str], where: str) -> None:
    if unknown := sorted(set(value) - modelled):
        raise MisuseError(f"{where} with {', '.join(unknown)}: unknown or not modelled")
