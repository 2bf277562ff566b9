"""SMS by e-mail: the reference for the SMSCentre SMTP protocol.

Where to start:

- :mod:`smsmail.codec` decodes, encodes and checks requests, replies and mails; pure functions and structs.
- :mod:`smsmail.grammar` is the formal grammar of the lines, and what is derived from it.
- :mod:`smsmail.conformance` runs the corpus of :mod:`smsmail.fixtures` against an implementation in any language.
- :mod:`smsmail.gateway` is the server's behaviour as a pure state machine, a real SMTP server on it, and a client.
- ``smsmail`` is the command line; ``smsmail --help`` lists what it does.

A line is read, and what is wrong with one is said:

>>> from smsmail.codec import DecodeError, check, decode_request
>>> request = decode_request("alex:psw:::,,Shop:79991234567:Your order is ready")
>>> request.sender, request.body.mes
('Shop', 'Your order is ready')
>>> try:
...     decode_request("alex:psw::::7999x:hi")
... except DecodeError as error:
...     print(error.code, [(found.rule, found.field, found.message) for found in error.errors])
7 [('phone-format', 'body.phones[0]', "a number holds digits only, and here is 'x'")]
>>> [(found.severity, found.rule, found.remedy) for found in check("alex:psw:0:::79991234567:hi")]
[('warning', 'id-zero', 'Leave the field empty if the server shall assign the id.')]

And one is written:

>>> from smsmail.codec import Flash, compose_single, encode_request
>>> encode_request(compose_single("alex", "psw", ["79991234567"], Flash("Fire!")))
'alex:psw:::,1:79991234567:Fire!'

``help(smsmail.codec)`` has all of it; ``request.to_dict()`` makes plain values of a struct, as JSON has them.
"""

__version__ = "1.0.0"

SPECIFICATION = 2
"""The edition of the specification that this follows; see docs/spec/changes.md."""
