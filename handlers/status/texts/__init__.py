"""Every word that /status says."""

from handlers.status.texts import lists, overview, pictures, region_card
