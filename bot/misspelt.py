"""Names that are nearly a setting's: whoever misspells one would run with the default unawares."""

import os
from collections.abc import Collection, Iterator

from dotenv import dotenv_values
from rapidfuzz.distance import OSA

SLIPS = 2  # letters wrong, missing, too many or swapped; HTTP_PROXY is three from HTTP_PORT
# Settings of other programs, which are nearly ours.
_OTHERS = frozenset({"HTTPS_PORT"})


def misspelt(settings: Collection[str], file: str) -> Iterator[str]:
    """A sentence for each, from the file and the environment. In the environment, which belongs to
    other programs, too, a name is left alone if the setting that it is near to is there as well.

    Raises OSError or UnicodeDecodeError if there is a file that cannot be read."""
    in_file = _names(file)
    environment = {name.upper() for name in os.environ}
    for name in sorted((in_file | environment) - {*settings, *_OTHERS}):
        meant = min(settings, key=lambda setting: OSA.distance(name, setting))
        near = OSA.distance(name, meant) <= SLIPS
        if near and (name in in_file or meant not in environment):
            yield f"{name} is no setting; did you mean {meant}?"


def unknown(settings: Collection[str], file: str) -> list[str]:
    """What else the file sets."""
    return sorted(_names(file) - {*settings})


def _names(file: str) -> set[str]:
    return {name.upper() for name in dotenv_values(file, encoding="utf-8", interpolate=False)}
