from handlers.people.texts import admins, erasure, people
