from handlers.event_form.texts import form, saved_events
