from handlers.event_form.texts import form, saved_events

__all__ = ["form", "saved_events"]
