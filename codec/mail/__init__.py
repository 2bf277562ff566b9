"""The mail around a request: finding the text in one, and writing one (C-ADDR … C-SIZE).

``parse`` cuts a mail into parts, ``text`` reads the text of one, ``html`` what a page shows; ``decode`` chooses the part
and finds the request in it, and ``encode`` writes the mail that carries one.
"""

from .decode import DecodedMail, check_mail, decode_mail
from .encode import encode_mail

__all__ = ["DecodedMail", "check_mail", "decode_mail", "encode_mail"]
