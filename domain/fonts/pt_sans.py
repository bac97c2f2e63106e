"""PT Sans, shipped with its licence, for whatever is drawn."""

from pathlib import Path

REGULAR, BOLD = Path(__file__).with_name("PTS55F.ttf"), Path(__file__).with_name("PTS75F.ttf")
