"""The texts that are measured: ordinary lines, of which there is nothing to report."""

from collections.abc import Iterator
from itertools import cycle, islice

SHORT = "alex:psw::::79991234567:Your order is ready"
EVERY_FIELD = "alex:psw:order-7:3101301200,3:2,1,Alex,1:79991234567,+79998887766:Your order is ready"
ACCEPTED = "OK - 2 SMS, ID - order-7"
REJECTED = "ERROR = 3 (no funds), ID - order-7"

_LATIN = "Your order is ready. We are open from 9 to 21. "
_CYRILLIC = "Ваш заказ готов. Мы работаем с 9 до 21. "
_LONGEST_MES = 1000


def long(words: str) -> str:
    """A request with as long a message as there may be."""
    return f"alex:psw::::79991234567:{''.join(islice(cycle(words), _LONGEST_MES))}"


LATIN = long(_LATIN)
CYRILLIC = long(_CYRILLIC)


def batch(size: int) -> str:
    """A list of nearly *size* bytes (it is ASCII), every row to another number and with a text of its own."""
    text = "alex:psw:::::"
    for row in _rows():
        if len(text) + len(row) > size:
            break
        text += row
    return text.removesuffix("\n")


def _rows() -> Iterator[str]:
    for index in range(10**6):
        yield f"7999{index:07}:Your order {index} is ready, we are open from 9 to 21\n"


SMALL_LIST = batch(10_000)
LARGE_LIST = batch(100_000)
