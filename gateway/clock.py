"""Times as whole numbers: microseconds since 1970-01-01 UTC."""

from datetime import UTC, datetime, timedelta

SECOND = 1_000_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

_YEARS = range(1970, 9000)
"""On both sides there is room for what is counted from a time, and for every time zone."""

USABLE = r"^(19[7-9]|[2-8]\d\d)\d-"
"""How a time begins that is :func:`usable`."""


def usable(moment: datetime) -> datetime:
    """*moment*, in UTC, as a time at which a gateway can be. Raises :class:`ValueError` where it is none, in words."""
    if moment.utcoffset() is None:
        raise ValueError("the current time has no offset: it must be a datetime with a time zone")
    if moment.year not in _YEARS:
        raise ValueError(f"the year of the current time is {_YEARS[0]} to {_YEARS[-1]}")
    return moment.astimezone(UTC)


def micros(moment: datetime) -> int:
    """*moment* as a number. Raises :class:`ValueError` where it is not :func:`usable`."""
    return (usable(moment) - _EPOCH) // _MICROSECOND


def instant(clock: int) -> datetime:
    """The opposite of :func:`micros`, in UTC."""
    return _EPOCH + timedelta(microseconds=clock)
