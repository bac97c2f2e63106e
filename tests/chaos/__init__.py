"""The bot under faults: people at work, faults drawn by a seed, and books that have to balance."""
