from handlers.joining.texts import access, invitation, requests
