"""The characters of the 7-bit alphabet of SMS, GSM 03.38, by their place in the tables of 3GPP TS 23.038 (R-LATIN)."""

DEFAULT = (
    "@£$¥èéùìòÇ\nØø\rÅå"
    "Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ"  # between Ξ and Æ is the escape to the extension table, which is no character
    " !\"#¤%&'()*+,-./"
    "0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNO"
    "PQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmno"
    "pqrstuvwxyzäöñüà"
)
"""The default alphabet: one septet each."""

EXTENSION = "\f^{}\\[~]|€"
"""The extension table: two septets each, the escape and the character's own."""
