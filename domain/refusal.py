"""The exception for an answer that cannot be taken."""


class Refusal(Exception):
    """Its text is a whole Russian sentence for whoever gave the answer: what is wrong and what to
    send instead."""
