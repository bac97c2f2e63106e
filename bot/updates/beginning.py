"""What the log may show of what nobody can read."""

import re

_LENGTH = 60  # characters
# The name of a part, or a text, which may be cut off.
_QUOTED = re.compile(r'("[a-z_]+"\s*:)|"(?:[^"\\]|\\.?)*(?:"|$)')


def beginning_of(content: str) -> str:
    """How long it is, and how it begins: the whole may be megabytes, with what people wrote. Texts
    in JSON are left out."""
    begins = _QUOTED.sub(lambda found: found[1] or '"…"', content[:_LENGTH])
    return f"{len(content)} characters: {begins!r}"
