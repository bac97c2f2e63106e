from handlers.people.texts import admins, erasure, people

__all__ = ["admins", "erasure", "people"]
