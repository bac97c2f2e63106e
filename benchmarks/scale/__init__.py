"""Far beyond one season: what the queries cost when ten years of 18,000 units are stored."""
