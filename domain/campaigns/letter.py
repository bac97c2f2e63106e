"""What the ministry's letter gives its readers to go by."""

MAILBOX = "qd@roskachestvo.gov.ru"  # Roskachestvo's, for questions about the Week itself
WEEK_PAGE = "https://rskrf.ru/qualityday/"
