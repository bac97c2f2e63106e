"""What is said of events that come in a file, by what is shown."""

from handlers.event_import.texts import file, left_out, loading, preview

__all__ = ["file", "left_out", "loading", "preview"]
