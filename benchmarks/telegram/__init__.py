"""A Telegram that answers at once, and the people who write through it: far cheaper than any bot,
so that it is the bots that are measured."""
