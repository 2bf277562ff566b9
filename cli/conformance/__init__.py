"""``smsmail conformance``."""

from .command import conformance

__all__ = ["conformance"]
