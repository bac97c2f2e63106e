"""The Bot API's refusals: what `ok: false` says, in its own words."""


class RefusedError(Exception):
    """`status` is both the HTTP status and `error_code`; `retry_after` is in seconds."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after


class MisuseError(RefusedError):
    """Only the sandbox refuses this: the call is outside the Bot API, or outside what is modelled.

    It ends up in `Telegram.misuses`, so the test fails even if the bot swallows the answer.
    """

    def __init__(self, description: str, status: int = 400) -> None:
        super().__init__(status, f"sandbox: {description}")


def bad_request(reason: str) -> RefusedError:
    return RefusedError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> RefusedError:
    return RefusedError(403, f"Forbidden: {reason}")


def too_many_requests(seconds: int) -> RefusedError:
    return RefusedError(429, f"Too Many Requests: retry after {seconds}", seconds)
