from handlers.deadlines.texts import deadline, extensions, time_requests

__all__ = ["deadline", "extensions", "time_requests"]
