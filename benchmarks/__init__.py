"""How fast the codec is, each time beside the least that the same work can cost: ``python -m benchmarks``."""
