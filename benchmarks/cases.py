"""The texts that are measured: ordinary lines, of which there is nothing to report, and what is cut into parts."""

from collections.abc import Iterator
from itertools import cycle, islice

SHORT = "alex:psw::::79991234567:Your order is ready"
EVERY_FIELD = "alex:psw:order-7:3101301200,2:2,1,Alex,1:79991234567,+79998887766:Your order is ready"
ACCEPTED = "OK - 2 SMS, ID - order-7"
REJECTED = "ERROR = 3 (no funds), ID - order-7"


def text(words: str) -> str:
    """As long a message as there may be."""
    return "".join(islice(cycle(words), 1000))


LATIN_TEXT = text("Your order is ready. We are open from 9 to 21. ")
CYRILLIC_TEXT = text("Ваш заказ готов. Мы работаем с 9 до 21. ")
LATIN = f"alex:psw::::79991234567:{LATIN_TEXT}"
CYRILLIC = f"alex:psw::::79991234567:{CYRILLIC_TEXT}"


def batch(rows: int, mes: str = "Your order {} is ready, we are open from 9 to 21") -> str:
    """A list of so many rows, each to another number and with a text of its own."""
    return "alex:psw:::::" + "\n".join(f"7999{index:07}:{mes.format(index)}" for index in range(rows))


LIST = batch(500)


def different_lines(count: int, at_once: int) -> Iterator[list[str]]:
    """So many lines of four kinds, no two of them equal."""
    for first in range(0, count, at_once):
        yield [line for number in range(first, first + at_once, 4) for line in _four(number)]


def _four(number: int) -> Iterator[str]:
    to = f"7999{number:07}"
    yield f"alex:psw::::{to}:Your order {number} is ready"
    yield f"alex:psw:order-{number}:{number % 28 + 1:02}01301200,2:2,1,Alex,1:{to},+79998887766:Your order {number} is ready"
    yield f"alex:psw:::,,Shop:{to}:Ваш заказ {number} готов. Мы работаем с 9 до 21."
    yield f":key:{number + 1}:9-21::{to}:Order {number}: ready, we are open from 9 to 21"
