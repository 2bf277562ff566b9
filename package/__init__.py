"""SMS by e-mail: the reference for the SMSCentre SMTP protocol.

Where to start:

- :mod:`smsmail.codec` decodes, encodes and checks requests, replies and mails; pure functions and structs.
- :mod:`smsmail.grammar` is the formal grammar of the lines, and what is derived from it.
- :mod:`smsmail.conformance` runs the corpus of :mod:`smsmail.fixtures` against an implementation in any language.
- :mod:`smsmail.gateway` is the server's behaviour as a pure state machine, a real SMTP server on it, and a client.
- ``smsmail`` is the command line; ``smsmail --help`` lists what it does.

>>> from smsmail.codec import check
>>> [found.rule for found in check("alex:psw::::7999x:hi")]
['phone-format']
"""

__version__ = "0.1.0"
