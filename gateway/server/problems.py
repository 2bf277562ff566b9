"""Why the server cannot run."""


class CannotStart(Exception):
    """What is the matter, and what to do about it, in words that may be shown as they are."""
