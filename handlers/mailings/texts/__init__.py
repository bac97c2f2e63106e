from handlers.mailings.texts import broadcast, mailing, remind, reminders
