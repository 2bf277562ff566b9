"""What several readers and writers must know of the syntax beside its expressions; the grammar's tests hold it to them."""

STRUCTURAL_COLONS = 6
"""So many stand before the message; whatever follows them is payload (C-SINGLE, R-COLON)."""

BLANKS = " \t"
"""What is no part of a value at its ends (R-OWS)."""

PHONE_SEPARATORS = ",;"
"""What stands between the recipients of a single message (C-PHONES, R-PHONESEP); in a row it is a comma alone."""

ROW_SEPARATORS = ":;"
"""What stands between the recipients of a row and its message (C-LISTROW, R-ROWSEP)."""

ESCAPED_LINE_BREAK = "\\n"
"""A line break in the message of a row (C-LISTNL, R-ROWNL)."""

COMMENT_MARK = "~~~"
"""The line behind which the param string of a call stands (C-CALL-PARAM)."""

MAX_MES = 1000
"""How many code points a message may have (C-MES, R-MESLEN)."""

MAX_ID_NUMBER = 2_147_483_647
"""The largest number that an id can be (R-IDNUM)."""

MIN_TZ, MAX_TZ = -15, 11
"""Whole hours from Moscow time (C-TZ, R-TZ)."""

MAX_TIMESTAMP = 99_999_999_999
"""Seconds since 1970-01-01 UTC (R-TSLEN)."""

MAX_MINUTES = 999_999
"""From now (C-TIME-REL, R-REL)."""

CENTURY = 2000
"""The first year that a date of two digits can be (R-CENTURY)."""

DOMAIN = "send.smscentre.com"
"""What stands behind the @ of the vendor's address (C-ADDR)."""
