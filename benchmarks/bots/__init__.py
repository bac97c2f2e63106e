"""The bots that are compared, each a process: `python -m benchmarks.bots.NAME PORT …`."""
