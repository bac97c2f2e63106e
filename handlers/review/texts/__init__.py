from handlers.review.texts import acceptance, decisions, returning, search
