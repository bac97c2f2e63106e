from handlers.status.texts import lists, overview, pictures, region_card

__all__ = ["lists", "overview", "pictures", "region_card"]
