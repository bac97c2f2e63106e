from handlers.review.texts import decisions, returning, search

__all__ = ["decisions", "returning", "search"]
