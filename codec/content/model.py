"""What a message is, by kind; as JSON these are the shapes of the testee protocol."""

from ..values import Value


class _OfText(Value, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    text: str
    """What the recipient reads."""


class Text(_OfText, frozen=True, tag="text"):
    """An ordinary SMS (format 0).

    >>> decode_content("Your order is ready")
    Text(text='Your order is ready')
    """


class Flash(_OfText, frozen=True, tag="flash"):
    """An SMS that is shown at once (format 1).

    >>> encode_content(Flash("Fire!")).format
    <Format.FLASH: 1>
    """


class Mms(_OfText, frozen=True, tag="mms"):
    """The text of an MMS (format 7).

    >>> encode_content(Mms("Our new shop")).format
    <Format.MMS: 7>
    """


class Viber(_OfText, frozen=True, tag="viber"):
    """A Viber message (format 10, ``__VIBER__:``).

    >>> decode_content("__VIBER__: Your order is ready")
    Viber(text='Your order is ready')
    """


class WhatsApp(_OfText, frozen=True, tag="whatsapp"):
    """A WhatsApp message (format 11).

    >>> encode_content(WhatsApp("Your order is ready")).format
    <Format.WHATSAPP: 11>
    """


class Social(_OfText, frozen=True, tag="social"):
    """A message in a social network (format 12, ``__SOC__:``).

    >>> decode_content("__SOC__: Your order is ready")
    Social(text='Your order is ready')
    """


class Bot(_OfText, frozen=True, tag="bot"):
    """A Telegram bot's message (``__BOT__:``).

    >>> encode_content(Bot("Your order is ready")).mes
    '__BOT__:Your order is ready'
    """


class WapPush(Value, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="wap_push"):
    """A link and its name (format 2, C-WAP, R-WAP).

    >>> decode_content("http://example.com\\nOur shop", Format.WAP_PUSH)
    WapPush(url='http://example.com', title='Our shop')
    """

    url: str
    title: str | None
    """``None`` where there is no second line."""


class Email(Value, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="email", rename={"sender": "from"}):
    """An e-mail (format 8, ``__MAIL__:``, C-SUBJ).

    >>> decode_content("Thank you\\nsubj:Order 7", Format.EMAIL, "shop@example.com")
    Email(text='Thank you', subject='Order 7', sender='shop@example.com')
    """

    text: str
    subject: str
    """As it stands after ``subj:``."""
    sender: str
    """The sender's e-mail address; ``from`` in JSON."""


class Voice(Value, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="voice"):
    """A call that reads a text aloud (format 9, ``__CALL__:``, C-VOICE).

    >>> decode_content("Your order is ready\\nvoice:m2", Format.VOICE)
    Voice(text='Your order is ready', voice='m2', param=None)
    """

    text: str
    voice: str | None = None
    """As it stands after ``voice:``; ``None`` leaves the choice to the server."""
    param: str | None = None
    """The param string behind the line ``~~~`` (C-CALL-PARAM, R-CALLPARAM)."""


class Binary(Value, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="binary"):
    """A binary message, as hex or as text (C-FORMAT): just one of the two is given.

    >>> decode_content("0605DE", Format.BINARY_HEX)
    Binary(hex='0605DE', text=None, param=None)
    """

    hex: str | None = None
    """Pairs of hex digits in either case (format 5, R-BINSEG)."""
    text: str | None = None
    """The octets as characters of the mail's charset (format 4)."""
    param: str | None = None
    """What stands behind the line ``~~~``, such as ``pid: 0, dcs: 4`` (R-BINPARAM)."""


class Hlr(Value, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="hlr"):
    """A request for what the operator knows of a number; no message (format 3, ``__HLR__``, C-HLR).

    >>> decode_content("", Format.HLR)
    Hlr()
    """


class Ping(Value, frozen=True, forbid_unknown_fields=True, tag_field="kind", tag="ping"):
    """An SMS that nobody sees, to try a number (format 6, ``__PING__``).

    >>> decode_content("__PING__")
    Ping()
    """


Content = Text | Flash | WapPush | Hlr | Binary | Ping | Mms | Email | Voice | Viber | WhatsApp | Social | Bot
"""What a message can be: the thirteen formats, and the Telegram bot's (C-FORMAT, C-PREFIX)."""
