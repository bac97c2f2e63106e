"""Finds the year in what is looked up: «белгород 2025», «2025 ЦФО», «белгород за 2025 год»."""

import re

_YEAR = re.compile(
    r"[\s,;]*\b(?:(?:за|в)\s+)?(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
    r"(?:\s*г(?:од[ау]?|\.)?(?!\w)\.?)?[\s,;:]*",
    re.IGNORECASE,
)


def year_in(typed: str) -> tuple[int | None, str]:
    """The first year in it, if there is one, and the rest."""
    found = _YEAR.search(typed)
    if found is None:
        return None, typed
    rest = f"{typed[: found.start()]} {typed[found.end() :]}"
    return int(found["year"]), rest.strip()
