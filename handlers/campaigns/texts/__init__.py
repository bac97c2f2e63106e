from handlers.campaigns.texts import campaign, new_year, yearly_confirmation

__all__ = ["campaign", "new_year", "yearly_confirmation"]
