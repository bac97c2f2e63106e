"""The event loop of the tests: the one that the bot runs on."""

import warnings

import uvloop


class Loop(uvloop.Loop):
    def close(self) -> None:
        """Raises ResourceWarning for what somebody has left open. uvloop warns of it before it
        closes it: where warnings are errors it would get no further, and wait for it for ever. So
        that is said when everything is closed."""
        with warnings.catch_warnings(record=True) as left_open:
            warnings.simplefilter("always")
            super().close()
        for each in left_open:
            warnings.warn_explicit(each.message, each.category, each.filename, each.lineno)
