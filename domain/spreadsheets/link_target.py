"""What a click on a link in a cell opens."""

import re

from yarl import URL

# An address over 2,079 characters is no hyperlink for Excel.
_TARGET_LIMIT = 2079
# A host with a dot and without a user name: "https://rskrf.ru@example.com" leads elsewhere than
# it seems to.
_PUBLIC_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?", re.ASCII)
# An address that needs no change to be opened: most do not, and to take one apart takes long.
_ORDINARY = re.compile(r"https?://(?:[a-z][a-z\d-]*+\.)+[a-z]++(?:/[\w~-][\w.~-]*+)*+/?", re.ASCII)


def link_target(text: str) -> str | None:
    """Its address in ASCII; None if it is no public one that a spreadsheet can open."""
    if _ORDINARY.fullmatch(text) and len(text) <= _TARGET_LIMIT:
        return text
    try:
        url = URL(text.strip())
    except ValueError:
        return None
    target = str(url)
    web = url.scheme in ("http", "https") and _PUBLIC_HOST.fullmatch(url.raw_authority)
    return target if web and len(target) <= _TARGET_LIMIT else None
