"""PT Sans, shipped with its licence, for whatever is drawn."""

from importlib.resources import files


def pt_sans(*, bold: bool) -> bytes:
    """The font's file."""
    return files("domain.fonts").joinpath("PTS75F.ttf" if bold else "PTS55F.ttf").read_bytes()
