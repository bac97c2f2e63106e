"""The guided story of a season: its steps, and how far those at the phones have come."""
