"""The mail around a request: finding the text in one, and writing one (C-ADDR … C-SIZE)."""

from .check import check_mail
from .decode import DecodedMail, decode_mail
from .encode import encode_mail

__all__ = ["DecodedMail", "check_mail", "decode_mail", "encode_mail"]
