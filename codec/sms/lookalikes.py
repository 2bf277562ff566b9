"""Characters outside GSM 03.38 and what looks like them inside it, for saying what a message could save."""

_PAIRS = (
    # typographic quotes and primes
    ("‘’‚‛′´`", "'"),
    ("“”„‟″«»", '"'),
    # dashes, hyphens, the minus sign
    ("‐\N{NON-BREAKING HYPHEN}‒–—―−", "-"),
    # spaces of other widths, and the tab
    ("\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000", " "),
    # other line breaks
    ("\u0085\u2028\u2029", "\n"),
    ("•", "*"),
    ("×", "x"),
)

_CYRILLIC = ("АВЕЅІЈКМНОРСТУХаеѕіјорсух", "ABESIJKMHOPCTYXaesijopcyx")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo")

# These cannot be seen at all.
_INVISIBLE = (
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
    + "".join(map(chr, range(0xFE00, 0xFE10)))  # variation selectors
)

LOOKALIKES: dict[str, str] = {
    **{character: plain for characters, plain in _PAIRS for character in characters},
    **dict(zip(*_CYRILLIC, strict=True)),
    **dict(zip(*_GREEK, strict=True)),
    **dict.fromkeys(_INVISIBLE, ""),
    "…": "...",
}
"""The character and its look-alike."""
