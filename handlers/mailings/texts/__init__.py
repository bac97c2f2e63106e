from handlers.mailings.texts import broadcast, mailing, remind, reminders, replies

__all__ = ["broadcast", "mailing", "remind", "reminders", "replies"]
