"""Lines as they may stand in a log of a million, made by a seed: most have nothing wrong with them, and some everything."""

import random
from collections.abc import Iterator

PSW = "S3CRET"
"""Of all of them; nothing that is said of a line may show it."""

WRONG, HARMLESS = 0.001, 0.01

_LATIN = (
    "Your order {n} is ready, come before 20:00",
    "Code {n}",
    "Reminder: your appointment is tomorrow at {h}:30",
    "Payment of {n} received. Thank you!",
    "Parcel {n} waits for you at 12, Station Road; bring this code: {h}",
)
_RUSSIAN = (
    "Ваш заказ {n} готов, ждём вас до 20:00",
    "Код подтверждения: {n}",
    "Напоминаем о записи к врачу в {h}:30",
    "Оплата получена, спасибо! Заказ {n}",
    "Посылка {n} прибыла на почту",
)
_HEADS = (
    "shop:{psw}::::7999{n:07}:",
    "shop:{psw}:o-{n}:::7912{n:07}:",
    "my.shop:{psw}::+30:0,0,My Shop:+7921{n:07}:",
    ":{psw}:{n}:9-21,0::7905{n:07}:",
)
_LEFT = (
    "shop:{psw}::::7999{n:07},7912{n:07}:Your order is ready",
    "shop:{psw}::2412991200::7999{n:07}:See you on Christmas Eve",
    "shop:{psw}::::7999{n:07}:Discount 10% (today)",
    "shop:{psw}::::7999{n:07}:Ждём вас в нашем магазине на улице Ленина, дом 5, с девяти до двадцати часов {n}",
)
_SAID_OF = (
    "shop:{psw}::::7999x{n}:hi",
    "shop:{psw}:0:::7999{n:07}:an id of zero",
    "shop:{psw}::3102301200::7999{n:07}:no such day",
    "shop:{psw}::::999{n:07}:no country",
    "shop:{psw}",
    "shop:{psw}::::7999{n:07}:Dear {{name}}, your order is ready",
    "shop:{psw}::,3::7999{n:07}:Moscow time?",
    "shop : {psw} :::: 7999{n:07} : spaces",
    "shop:{psw}::::7999{n:07}:Р’Р°С€ Р·Р°РєР°Р·",
    "shop:{psw}::::8999{n:07}:dialled",
    "shop:{psw}::::7999{n:07}:" + "one too many".ljust(161, "."),
    "shop:{psw}::::7999{n:07}:carriage\rreturn",
    "shop:{psw}::::7999{n:07}:",
    "\ufeffshop:{psw}::::7999{n:07}:a mark in front",
    "   ",
    "",
)
_IN_KOI8 = "shop:{psw}::::7999{n:07}:Привет"


def made(lines: int, *, wrong: float = WRONG, harmless: float = HARMLESS, seed: int = 1) -> Iterator[bytes]:
    """So many lines with their ends: of a *wrong* share something is to be said, or they are no UTF-8; of a *harmless* one
    no expression tells that there is nothing to say."""
    chance = random.Random(seed)  # noqa: S311  # nobody has to guess it
    for n in range(lines):
        end = b"\r\n" if n % 10 == 0 else b"\n"
        kind = chance.random()
        values = {"n": chance.randrange(10_000_000), "h": chance.randrange(10, 20), "psw": PSW}
        if kind < wrong:
            line = chance.choice((*_SAID_OF, _IN_KOI8))
            yield line.format(**values).encode("koi8-r" if line == _IN_KOI8 else "utf-8") + end
        elif kind < wrong + harmless:
            yield chance.choice(_LEFT).format(**values).encode() + end
        else:
            yield (chance.choice(_HEADS) + chance.choice(_LATIN + _RUSSIAN)).format(**values).encode() + end
