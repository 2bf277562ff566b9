"""Times as whole numbers: microseconds since 1970-01-01 UTC."""

from datetime import UTC, datetime, timedelta

SECOND = 1_000_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """*moment* as a number. Raises :class:`ValueError` where it has no time zone."""
    if moment.utcoffset() is None:
        raise ValueError("the current time must be a datetime with a time zone")
    return (moment - _EPOCH) // _MICROSECOND


def instant(clock: int) -> datetime:
    """The opposite of :func:`micros`, in UTC."""
    return _EPOCH + timedelta(microseconds=clock)
