"""Finds people by what an admin types: a Telegram id, an @username, or a name."""

import re
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.regions.directory import Region
from domain.regions.search import find_regions, is_plain
from domain.text.cleaning import fold
from models import Person


def is_id_or_username(typed: str) -> bool:
    """Whether it is a Telegram id or an @username. A region's code has two digits at most."""
    return re.fullmatch(r"@\w+|\d{3,}", typed, re.ASCII) is not None


async def people_called(session: AsyncSession, typed: str) -> Sequence[Person]:
    """Everyone with that Telegram id or @username, also removed people. Several if a username has
    passed from one person to another."""
    name = typed.strip().removeprefix("@")
    if name.isascii() and name.isdigit():
        condition = Person.id == min(int(name[:20]), 2**63 - 1)
    else:
        condition = func.lower(Person.username) == name.lower()
    query = select(Person).where(condition, Person.id > 0).order_by(Person.id)
    return (await session.scalars(query)).all()


async def people_named(session: AsyncSession, typed: str) -> Sequence[Person]:
    """Everyone in whose name each typed word begins a word, also removed people; by name."""
    words = fold(typed).split()
    # Not by the database: SQLite folds the case of ASCII only.
    everyone = await session.scalars(select(Person).where(Person.id > 0).order_by(Person.id))
    people = [person for person in everyone if words and _begin(words, _names(person))]
    return sorted(people, key=lambda person: fold(person.name))


def regions_so_called(typed: str) -> Sequence[Region]:
    """Beside people of that name. «Анна» is a town, too: only a plain name of a region counts."""
    return [region for region in find_regions(typed) if is_plain(typed, region)]


def _names(person: Person) -> Sequence[str]:
    return fold(f"{person.name} {person.telegram_name or ''}").split()


def _begin(words: Sequence[str], names: Sequence[str]) -> bool:
    return all(any(name.startswith(word) for name in names) for word in words)
