from handlers.campaigns.texts import campaign, new_year, yearly_confirmation
