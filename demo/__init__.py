"""A page with phones on it: the local Telegram and the real bot, to be tried in a browser."""
