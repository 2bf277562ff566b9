"""The texts that are measured: ordinary lines, of which there is nothing to report, and what is cut into parts."""

from collections.abc import Iterator
from itertools import cycle, islice

SHORT = "alex:psw::::79991234567:Your order is ready"
EVERY_FIELD = "alex:psw:order-7:3101301200,3:2,1,Alex,1:79991234567,+79998887766:Your order is ready"
ACCEPTED = "OK - 2 SMS, ID - order-7"
REJECTED = "ERROR = 3 (no funds), ID - order-7"

_LATIN = "Your order is ready. We are open from 9 to 21. "
_CYRILLIC = "Ваш заказ готов. Мы работаем с 9 до 21. "
_SOME_EXTENDED = "Order [17] is ready: 25 €. We are open from 9 to 21. "
_MOST_EXTENDED = "[^{}] |~€\\ "
_LONGEST_MES = 1000


def text(words: str, length: int = _LONGEST_MES) -> str:
    """So many characters."""
    return "".join(islice(cycle(words), length))


def long(words: str) -> str:
    """A request with as long a message as there may be."""
    return f"alex:psw::::79991234567:{text(words)}"


LATIN = long(_LATIN)
CYRILLIC = long(_CYRILLIC)

LATIN_TEXT = text(_LATIN)
CYRILLIC_TEXT = text(_CYRILLIC)
SOME_EXTENDED_TEXT = text(_SOME_EXTENDED)

GROWING = {
    "Latin": (text(_LATIN, 10_000), text(_LATIN, 100_000)),
    "extended": (text(_MOST_EXTENDED, 10_000), text(_MOST_EXTENDED, 100_000)),
}
"""Texts for which one long message is no limit, small and large."""


def batch(size: int) -> str:
    """A list of nearly *size* characters (it is ASCII), every row to another number and with a text of its own."""
    return _batch(size, "Your order {} is ready, we are open from 9 to 21")


def cyrillic_batch(size: int) -> str:
    """The same in Russian."""
    return _batch(size, "Ваш заказ {} готов, мы работаем с 9 до 21 часа")


def _batch(size: int, mes: str) -> str:
    text = "alex:psw:::::"
    for row in _rows(mes):
        if len(text) + len(row) > size:
            break
        text += row
    return text.removesuffix("\n")


def _rows(mes: str) -> Iterator[str]:
    for index in range(10**6):
        yield f"7999{index:07}:{mes.format(index)}\n"


SMALL_LIST = batch(10_000)
LARGE_LIST = batch(100_000)
