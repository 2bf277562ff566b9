"""Messages of every kind, and what is said of them."""

from collections.abc import Callable

from hypothesis import strategies as st

from smsmail.codec import DecodeError, EncodeError

ADDRESS = "a@b.ru"
"""A sender that any kind of message can have: it is an e-mail address, and short enough for a name."""


def messages(without: str = "") -> st.SearchStrategy[str]:
    """Any text as a message, and such as are nearly something."""
    pieces = st.sampled_from([piece for piece in PIECES if not set(piece) & set(without)])
    return st.lists(pieces, max_size=8).map("".join) | st.text(st.characters(exclude_characters=without), max_size=30)


PIECES = [
    *("__CALL__:", "__VIBER__:", "__SOC__:", "__MAIL__:", "__BOT__:", "__PING__", "__HLR__", "__call__:", "__CALL__"),
    *("\nsubj:Theme", "subj:", "\nvoice:m2", "voice:", "\n~~~\n", "~~~", "\n~~~", "~"),
    *(" ", "\t", "\n", "\r", "\r\n", "\u2028", "\\", "n", ":", "0f", "0", "x", "Ж", "\ud800", "x" * 990),
]


def errors_of(read: Callable[[], object]) -> set[str]:
    try:
        read()
    except (DecodeError, EncodeError) as error:
        return {found.rule for found in error.errors}
    return set()


SECRET = "s3cr3t-P4ss"


def shown(error: BaseException) -> str:
    """All that may be seen of *error* and of those in whose course it came."""
    told = f"{error}{error!r}{getattr(error, 'diagnostics', '')}"
    return told + (shown(error.__context__) if error.__context__ else "")
