from handlers.review.texts import decisions, returning, search
