from handlers.deadlines.texts import deadline, extensions, time_requests
