"""Whatever can be said to the bot or pressed, found in the code and not listed: a new command or
button is tried without anybody thinking of it."""

import importlib
import itertools
import pkgutil
from collections.abc import Iterator, Sequence
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from aiogram.filters.callback_data import CallbackData

import handlers
from handlers.menu import MENUS

REGION = "31"  # the code of the one that buttons and commands are about


def callbacks() -> list[type[CallbackData]]:
    """Every kind of button there is."""
    for module in pkgutil.walk_packages(handlers.__path__, "handlers."):
        importlib.import_module(module.name)
    found, left = [], list(CallbackData.__subclasses__())
    while left:
        each = left.pop()
        left += each.__subclasses__()
        if each.__module__.startswith("handlers."):
            found.append(each)
    return sorted(found, key=lambda each: each.__prefix__)


def plausible(name: str, annotation: Any, person: int) -> list[Any]:
    """Values that a field of a button may have here, the likeliest first. Of what the world has
    one of, that one has the number 1, or 2 if it is a draft."""
    if name == "pressed":  # a button within a button
        others = [each for each in callbacks() if name not in each.model_fields]
        return [data for each in others for data in presses(each, person)]
    origin = get_origin(annotation)
    if origin is Annotated:
        return plausible(name, get_args(annotation)[0], person)
    if origin in (Union, UnionType):
        parts = [plausible(name, each, person) for each in get_args(annotation)]
        return list(itertools.chain.from_iterable(parts))
    if origin is Literal:
        return list(get_args(annotation))
    if annotation is type(None):
        return [None]
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return list(annotation)
    if annotation is bool:
        return [True, False]
    if annotation is int:
        return [person, 1] if "person" in name else [1, 2, 8, 2026, 0]  # 8 is an hour
    if annotation is str:
        return [REGION, "1", ""]
    raise AssertionError(f"tell this test what a field of the type {annotation} may be")


def presses(callback: type[CallbackData], person: int) -> list[str]:
    """Buttons of that kind: its words in all combinations, and everything else in turn."""
    fields = callback.model_fields
    values = {name: plausible(name, each.annotation, person) for name, each in fields.items()}
    likeliest = {name: each[0] for name, each in values.items()}
    words = [name for name, each in fields.items() if _is_word(each.annotation)]
    variants = [
        likeliest | dict(zip(words, chosen, strict=True))
        for chosen in itertools.product(*(values[name] for name in words))
    ]
    for name in values.keys() - set(words):
        variants += [likeliest | {name: value} for value in values[name]]
    texts = [name for name, each in fields.items() if each.annotation is str]
    if len(texts) > 1:  # a kind and what of that kind
        kinds = {
            "region": REGION,
            "event": "1",
            "person": str(person),
            "all": "",
            "district": "ЦФО",
        }
        variants += [likeliest | dict(zip(texts, pair, strict=False)) for pair in kinds.items()]
    return sorted(set(_packed(callback, variants)))


def _packed(callback: type[CallbackData], variants: Sequence[dict[str, Any]]) -> Iterator[str]:
    for variant in variants:
        try:
            yield callback(**variant).pack()
        except ValueError:
            continue  # no button of that kind could say this


def _is_word(annotation: Any) -> bool:
    """Whether it is one of a few given values."""
    is_enum = isinstance(annotation, type) and issubclass(annotation, Enum)
    return annotation is bool or is_enum or get_origin(annotation) is Literal


def sayings() -> list[str]:
    """Every command, alone and with what an admin would write behind it, and every label."""
    items = {item for menu in MENUS.values() for item in menu}
    commands = sorted({item.command for item in items} - {"start"})
    arguments = ("", " белгород", f" {REGION} 1", " @anna")
    labels = sorted(item.label for item in items if item.label)
    typed = [f"/{command}{argument}" for command in commands for argument in arguments]
    return ["/start", "/start x", *typed, *labels]
