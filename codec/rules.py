"""Every rule that the codec checks: its code, how it speaks, and what it rests on.

A code is stable. A warning with an ``encoder_error`` is about what the decoder tolerates and the encoder never writes;
other warnings are about values that are allowed but rarely meant.
"""

from msgspec import Struct

from .diagnostic import Severity


class Rule(Struct, frozen=True, kw_only=True):
    """One thing that can be wrong with a text or a value."""

    code: str
    severity: Severity = "error"
    error: int | None = 1
    """The protocol's error number that a server answers (C-ERRNO, R-ERRMAP); none for replies and warnings."""
    clause: str
    reading: str | None = None
    says: str
    """What is wrong, for somebody who sees the line."""
    expected: str
    remedy: str
    encoder_error: int | None = None
    """The error number with which the encoder refuses what the decoder only warns about."""


def _warning(
    code: str, clause: str, reading: str, *, says: str, expected: str, remedy: str, encoder_error: int | None = None
) -> Rule:
    return Rule(
        code=code,
        severity="warning",
        error=None,
        clause=clause,
        reading=reading,
        says=says,
        expected=expected,
        remedy=remedy,
        encoder_error=encoder_error,
    )


def _note(code: str, clause: str, reading: str, *, says: str, expected: str, remedy: str) -> Rule:
    return Rule(
        code=code,
        severity="note",
        error=None,
        clause=clause,
        reading=reading,
        says=says,
        expected=expected,
        remedy=remedy,
    )


_RULES = (
    # ---- the text as a whole
    Rule(
        code="shape",
        clause="C-SINGLE",
        says="this is not a value of the right type",
        expected="a value of the documented shape",
        remedy="Compare the value with the shape of the struct.",
    ),
    Rule(
        code="surrogate",
        clause="C-PLAIN",
        reading="R-SURROGATE",
        says="half of a surrogate pair stands alone; no charset can carry it",
        expected="whole characters",
        remedy="Find where the text was cut or decoded wrongly, and decode it again from its bytes.",
    ),
    _warning(
        "carriage-return",
        "C-PLAIN",
        "R-CR",
        says="a carriage return is read as a line feed",
        expected="lines that end in a line feed alone",
        remedy="Write line ends as line feeds; the mail adds what the transport needs.",
        encoder_error=1,
    ),
    Rule(
        code="field-count",
        clause="C-SINGLE",
        reading="R-COLON",
        says="the line has fewer than six colons, so fields are missing",
        expected="login:psw:id:time,tz:translit,format,sender,test:phones:mes",
        remedy="Keep the colon of every field, also of an empty one: login:psw::::79991234567:text",
    ),
    _warning(
        "white-space",
        "C-OPTIONS",
        "R-OWS",
        says="white space around a value is no part of it and is dropped",
        expected="values and separators without white space around them",
        remedy="Remove the spaces.",
        encoder_error=1,
    ),
    Rule(
        code="unrepresentable",
        clause="C-SINGLE",
        reading="R-NOESC",
        says="this value cannot be written into a request: there is no escape for a separator",
        expected="no colon, no line break and no white space at either end; no comma in a sender, no , or ; in a phone",
        remedy="Change the value: the protocol has no way to carry it.",
    ),
    # ---- login, psw, id
    Rule(
        code="login-value",
        clause="C-SINGLE",
        reading="R-NOESC",
        says="the login runs over a line break",
        expected="one line of characters other than a colon",
        remedy="Put the whole of login:psw:id:time,tz:translit,format,sender,test:phones: on one line.",
    ),
    Rule(
        code="psw-missing",
        clause="C-ORDER",
        says="the password is missing",
        expected="a password, or an API key after an empty login",
        remedy="Write the account's password between the first and the second colon.",
    ),
    Rule(
        code="psw-value",
        clause="C-SINGLE",
        reading="R-NOESC",
        says="the password runs over a line break",
        expected="one line of characters other than a colon",
        remedy="Put the whole of login:psw:id:time,tz:translit,format,sender,test:phones: on one line.",
    ),
    Rule(
        code="id-format",
        clause="C-ID",
        reading="R-IDCHAR",
        says="this is not a message id",
        expected="1 to 40 Latin letters, digits, `.`, `-` and `_`",
        remedy="Shorten the id, or leave out the other characters. If this is part of the password, the password holds a "
        "colon, which the protocol cannot carry.",
    ),
    _warning(
        "id-zero",
        "C-ID",
        "R-ID0",
        says="id 0 is read as no id",
        expected="an id from 1 to 2147483647, or nothing",
        remedy="Leave the field empty if the server shall assign the id.",
        encoder_error=1,
    ),
    _warning(
        "id-number",
        "C-ID",
        "R-IDNUM",
        says="this looks like a number but is none that an id can be; it is taken as a string",
        expected="1 to 2147483647 without leading zeros, or a string with a character that is no digit",
        remedy="Put a letter before it, or keep within the range.",
        encoder_error=1,
    ),
    # ---- time, tz
    Rule(
        code="time-format",
        error=5,
        clause="C-TIME-ABS",
        reading="R-TIMEDOT",
        says="this is not a time",
        expected="DDMMYYhhmm, DD.MM.YY hh.mm, h1-h2, 0 and a timestamp, + and minutes, or nothing",
        remedy="Write for example 3101301200 for 31 January 2030, 12:00. A colon cannot stand in a time.",
    ),
    Rule(
        code="time-calendar",
        error=5,
        clause="C-TIME-ABS",
        reading="R-TIMECAL",
        says="there is no such date or time of day",
        expected="day, month, two digits of the year, hour 00 to 23, minute 00 to 59",
        remedy="Check the order DDMMYYhhmm and the length of the month.",
    ),
    Rule(
        code="window-empty",
        error=5,
        clause="C-TIME-WIN",
        reading="R-WINDOW",
        says="the window begins and ends at the same hour",
        expected="two different hours",
        remedy="Leave the time empty to send at once, or name the hour at which the window ends.",
    ),
    _warning(
        "window-midnight",
        "C-TIME-WIN",
        "R-WINDOW",
        says="hour 24 is read as the end of the day",
        expected="hours 0 to 23",
        remedy="Write 0 for midnight; a window may wrap it.",
    ),
    Rule(
        code="tz-format",
        error=5,
        clause="C-TZ",
        reading="R-TZ",
        says="this is not a time zone",
        expected="whole hours from Moscow time, -15 to +11",
        remedy="Write the difference to Moscow in hours, for example 2 or -1, or leave it out.",
    ),
    # ---- translit, format, sender, test
    Rule(
        code="options-count",
        clause="C-OPTIONS",
        reading="R-OPT5",
        says="there are more than four options",
        expected="translit,format,sender,test",
        remedy="A comma in the sender's name is the usual cause: it cannot be sent. Remove it.",
    ),
    Rule(
        code="translit-value",
        clause="C-TRANSLIT",
        says="this is not a value of translit",
        expected="0, 1 or 2, or nothing",
        remedy="Leave it out for no transliteration.",
    ),
    Rule(
        code="format-value",
        clause="C-FORMAT",
        says="this is not a format",
        expected="0 to 12 without leading zero, or nothing",
        remedy="Leave it out for an ordinary text message.",
    ),
    Rule(
        code="sender-format",
        clause="C-SENDER",
        reading="R-SENDER",
        says="this is not a sender ID",
        expected="1 to 11 printable ASCII characters without colon and comma, or up to 15 digits",
        remedy="Use the name as it is registered with the account, at most 11 Latin letters, digits and spaces.",
    ),
    _warning(
        "sender-characters",
        "C-SENDER",
        "R-SENDER",
        says="the sender ID holds a character that not every network shows",
        expected="Latin letters, digits, space, `.`, `-`, `_`",
        remedy="Make sure that the name is registered with the account in just this spelling.",
    ),
    Rule(
        code="test-value",
        clause="C-TEST",
        says="this is not a value of test",
        expected="0, 1 or 2, or nothing",
        remedy="Write 1 to get an answer to every request.",
    ),
    _warning(
        "test-single",
        "C-TEST",
        "R-TEST2SINGLE",
        says="test 2 is for lists and means nothing in a single message",
        expected="0 or 1",
        remedy="Write 1 to get an answer; a single message may hold line breaks as it is.",
    ),
    # ---- recipients
    Rule(
        code="phone-format",
        error=7,
        clause="C-PHONES",
        reading="R-NUMBER",
        says="this is not a recipient",
        expected="3 to 15 digits, also after a `+`; G and a group's number; # and a Telegram name; or an e-mail address",
        remedy="Write the number in international format, digits only: 79991234567.",
    ),
    Rule(
        code="phone-empty",
        error=7,
        clause="C-PHONES",
        reading="R-PHONESEP",
        says="a recipient is missing between separators",
        expected="a recipient before and after each separator",
        remedy="Write the missing recipient, or remove the superfluous separator.",
    ),
    _warning(
        "number-punctuation",
        "C-PLUS",
        "R-NUMBER",
        says="punctuation in a number is dropped",
        expected="digits only",
        remedy="Write the number in international format, digits only: 79991234567.",
        encoder_error=7,
    ),
    Rule(
        code="recipient-kind",
        error=7,
        clause="C-MAILTO",
        reading="R-RECIPIENTKIND",
        says="this recipient does not fit the kind of message",
        expected="e-mail addresses for an e-mail, `#` names for the Telegram bot only, numbers for the rest; groups for all",
        remedy="Correct the recipient, or the format or prefix that names the kind of message.",
    ),
    # ---- lists
    Rule(
        code="list-empty",
        clause="C-LIST",
        reading="R-LISTFORM",
        says="the phones are empty, so a list should follow, and it has no row",
        expected="rows phones:mes, one a line",
        remedy="Write the phones between the fifth and the sixth colon, or rows after the sixth.",
    ),
    Rule(
        code="row-separator",
        clause="C-LISTROW",
        reading="R-ROWSEP",
        says="this line of the list has no separator, so it is no row",
        expected="phones:mes",
        remedy="Begin the row with its phones and a colon. A line break within a message is written \\n (backslash, n).",
    ),
    _warning(
        "row-blank",
        "C-LISTROW",
        "R-ROWBLANK",
        says="a blank line in the list is skipped",
        expected="one row a line",
        remedy="Remove the blank line.",
        encoder_error=1,
    ),
    _warning(
        "row-second-number",
        "C-LISTROW",
        "R-ROWSEP",
        says="the message begins like another number: `;` ends the phones of a row",
        expected="commas between the phones of a row",
        remedy="Separate the phones of one row by commas.",
    ),
    _warning(
        "row-lookalike",
        "C-TEST",
        "R-TEST2",
        says="this line continues the message before it, though it nearly begins a row",
        expected="a row's phones as they must be, or a text that is not like them",
        remedy="If it shall be a row, correct its phones.",
    ),
    Rule(
        code="row-backslash",
        clause="C-LISTNL",
        reading="R-ROWNL",
        says="a message that holds a backslash and an n cannot be sent in a list: it would become a line break",
        expected="no backslash before an n",
        remedy="Send this message as a single request.",
    ),
    Rule(
        code="tail-misplaced",
        error=7,
        clause="C-LIST-TAIL",
        reading="R-TAIL",
        says="a line subj:… or voice:… is for e-mails or calls and stands after the last row; here it is a row without phones",
        expected="subj: at the end of a list of e-mails, voice: at the end of a list of calls",
        remedy="Let one such line stand last, and let it fit the kind of message; or remove it.",
    ),
    # ---- message
    Rule(
        code="mes-empty",
        clause="C-ORDER",
        reading="R-MESEMPTY",
        says="the message is empty",
        expected="a text; only an HLR request needs none",
        remedy="Write the text after the phones and their colon.",
    ),
    _warning(
        "ping-empty",
        "C-FORMAT",
        "R-MESEMPTY",
        says="a ping without text is accepted, though only an HLR request is promised to need none",
        expected="the prefix __PING__, or a text",
        remedy="Write __PING__ as the message.",
    ),
    Rule(
        code="mes-length",
        clause="C-MES",
        reading="R-MESLEN",
        says="the message is too long",
        expected="at most 1000 characters, prefix and last lines included",
        remedy="Shorten it, or send it as several messages.",
    ),
    Rule(
        code="text-empty",
        clause="C-PREFIX",
        reading="R-NOTEXT",
        says="there is nothing to send: no text is left without the prefix and the last lines",
        expected="a text after the prefix, and before the last line",
        remedy="Write the text.",
    ),
    _warning(
        "wap-push",
        "C-WAP",
        "R-WAP",
        says="a wap-push is two lines, a link and its name",
        expected="the link, a line break, its name",
        remedy="Write the link in the first line and its name in the second.",
    ),
    _warning(
        "prefix-format",
        "C-PREFIX",
        "R-PREFIX",
        says="the prefix of the message names another kind than the format; the prefix wins",
        expected="format 0, or the format of the same kind",
        remedy="Leave out the format or the prefix.",
    ),
    Rule(
        code="email-sender",
        clause="C-SUBJ",
        reading="R-SENDER",
        says="an e-mail needs the e-mail address of its sender",
        expected="an e-mail address as sender",
        remedy="Write the address as the third of the options: ,8,info@example.com",
    ),
    Rule(
        code="email-subject",
        clause="C-SUBJ",
        reading="R-TAIL",
        says="an e-mail needs a subject",
        expected="a last line subj:Theme",
        remedy="Add a line subj: and the subject after the text, or once after the rows of a list.",
    ),
    Rule(
        code="email-text",
        clause="C-SUBJ",
        says="an e-mail needs a text before its subject",
        expected="text, a line break, subj:Theme",
        remedy="Write the text before the line with the subject.",
    ),
    Rule(
        code="binary-hex",
        clause="C-FORMAT",
        reading="R-BINSEG",
        says="a binary message in hex has an even number of hex digits and nothing else",
        expected="pairs of 0-9, A-F, a-f",
        remedy="Write each octet as two hex digits, without spaces.",
    ),
    Rule(
        code="content-value",
        clause="C-MES",
        reading="R-TAIL",
        says="this cannot be written as a message: it would be read as something else",
        expected="what a message of this kind can carry: no prefix of another kind before the text, no line like subj: or "
        "voice: of the text's own at its end",
        remedy="Change the content: the protocol has no way to carry it so.",
    ),
    # ---- the number of SMS
    _note(
        "count-translit",
        "C-TRANSLIT",
        "R-TRANSLITSEG",
        says="how long the text becomes in Latin letters is not known, and so neither is the number of SMS",
        expected="translit 0, or a text of GSM 03.38 characters",
        remedy="Transliterate the text yourself and send it with translit 0 if the number matters.",
    ),
    _note(
        "count-group",
        "C-GROUP",
        "R-GROUPN",
        says="how many recipients this group has is not known, and so neither is the number of SMS",
        expected="the size of each group",
        remedy="Pass the size of the group, for example {'G15': 40}.",
    ),
    _note(
        "count-binary",
        "C-FORMAT",
        "R-BINTEXT",
        says="how many octets the characters outside ASCII become depends on the charset of the mail",
        expected="ASCII characters, or format 5 with hex",
        remedy="Send the octets as hex, with format 5.",
    ),
    # ---- replies
    Rule(
        code="reply-form",
        error=None,
        clause="C-OK",
        says="this is no reply",
        expected="OK - <n> SMS, ID - <id>, or ERROR = N (description), with `, ID - <id>` for errors 3, 6, 7, 8",
        remedy="Pass the one line of the answer as it came, with its single spaces.",
    ),
    Rule(
        code="reply-count",
        error=None,
        clause="C-OK",
        reading="R-REPLYN",
        says="this is not a number of SMS",
        expected="1 to 999999999 without leading zero",
        remedy="An accepted request sends at least one SMS: check who wrote this reply.",
    ),
    Rule(
        code="reply-error",
        error=None,
        clause="C-ERRNO",
        reading="R-REPLYN",
        says="there is no such error number",
        expected="1 to 9",
        remedy="The list of errors is closed: check who wrote this reply.",
    ),
    _warning(
        "reply-id-unexpected",
        "C-ERR",
        "R-REPLYID",
        says="this error is answered without an id",
        expected="an id for errors 3, 6, 7 and 8 only",
        remedy="Leave out the id.",
    ),
    _warning(
        "reply-id-missing",
        "C-ERR-ID",
        "R-REPLYID",
        says="this error is answered with an id, and there is none",
        expected="`, ID - <id>` for errors 3, 6, 7 and 8",
        remedy="Add the id of the request.",
    ),
)

RULES = {rule.code: rule for rule in _RULES}
