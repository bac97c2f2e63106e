"""The address in a formula HYPERLINK, which leads there from its cell."""

import re

# Written out, as people do; one that is put together from cells is in those cells.
_TARGET = re.compile(r'\bHYPERLINK\(\s*"([^"]+)"\s*[,;)]')


def formula_targets(formula: str) -> list[str]:
    return _TARGET.findall(formula)
