"""The exception for an answer that cannot be taken."""


class Refusal(Exception):
    """Its text is a whole Russian sentence for whoever gave the answer: what is wrong and what to
    send instead. `meant` are the numbers that may have been meant, to be confirmed."""

    def __init__(self, text: str, meant: tuple[int, ...] = ()) -> None:
        super().__init__(text)
        self.meant = meant
