"""Searching for inputs that break the codec, led by the branches that they reach: ``python -m fuzz``."""
