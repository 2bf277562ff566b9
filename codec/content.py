"""What a message is, by kind; as JSON these are the shapes of the testee protocol."""

from msgspec import Struct


class _OfText(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    text: str
    """What the recipient reads."""


class Text(_OfText, frozen=True, tag="text"):
    """An ordinary SMS (format 0)."""


class Flash(_OfText, frozen=True, tag="flash"):
    """An SMS that is shown at once and not kept (format 1)."""


class Mms(_OfText, frozen=True, tag="mms"):
    """The text of an MMS (format 7)."""


class Viber(_OfText, frozen=True, tag="viber"):
    """A Viber message (format 10, ``__VIBER__:``)."""


class WhatsApp(_OfText, frozen=True, tag="whatsapp"):
    """A WhatsApp message (format 11)."""


class Social(_OfText, frozen=True, tag="social"):
    """A message in a social network (format 12, ``__SOC__:``)."""


class Bot(_OfText, frozen=True, tag="bot"):
    """A Telegram bot's message (``__BOT__:``)."""


class WapPush(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="wap_push"):
    """A link and its name (format 2, C-WAP, R-WAP)."""

    url: str
    title: str | None
    """``None`` where there is no second line."""


class Email(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="email", rename={"sender": "from"}):
    """An e-mail (format 8, ``__MAIL__:``, C-SUBJ)."""

    text: str
    subject: str
    """As it stands after ``subj:``."""
    sender: str
    """The sender's e-mail address; ``from`` in JSON."""


class Voice(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="voice"):
    """A call that reads a text aloud (format 9, ``__CALL__:``, C-VOICE)."""

    text: str
    voice: str | None = None
    """As it stands after ``voice:``; ``None`` leaves the choice to the server."""
    param: str | None = None
    """The param string behind the line ``~~~`` (C-CALL-PARAM, R-CALLPARAM)."""


class Binary(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="binary"):
    """A binary message, either way (C-FORMAT): just one of the fields is given."""

    hex: str | None = None
    """Pairs of hex digits in either case (format 5, R-BINSEG)."""
    text: str | None = None
    """The octets as characters of the mail's charset (format 4)."""


class Hlr(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="hlr"):
    """A request for what the operator knows of a number; no message (format 3, ``__HLR__``, C-HLR)."""


class Ping(Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="ping"):
    """An SMS that nobody sees, to try a number (format 6, ``__PING__``)."""


Content = Text | Flash | WapPush | Hlr | Binary | Ping | Mms | Email | Voice | Viber | WhatsApp | Social | Bot
