from handlers.deadlines.texts import asking, deadline, declining, extensions, time_requests
