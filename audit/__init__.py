"""Whether a pinned library has a hole that is known: `make audit`."""
