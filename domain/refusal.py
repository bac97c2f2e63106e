class Refusal(Exception):
    """An answer that cannot be taken. Its text is a whole Russian sentence for the person
    who gave it: what is wrong and what to send instead."""
