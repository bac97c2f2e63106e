from handlers.event_form.texts import (
    deleted_events,
    earlier,
    form,
    mending,
    pasted,
    proposals,
    repeating,
    saved_events,
)
