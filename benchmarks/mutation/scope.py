"""What is mutated, and what is not: the corpus sees values, refusals and error numbers, and no word of a finding."""

MODULES = (
    "codec/sms/alphabet.py",
    "codec/request/body.py",
    "codec/sms/charsets.py",
    "codec/request/quick.py",
    "codec/request/line.py",
    "codec/content/model.py",
    "codec/counting.py",
    "codec/encode.py",
    "codec/request/lines.py",
    "codec/findings/findings.py",
    "codec/content/kinds.py",
    "codec/mail/decode.py",
    "codec/mail/encode.py",
    "codec/mail/html.py",
    "codec/mail/parse.py",
    "codec/mail/text.py",
    "codec/syntax.py",
    "codec/unwritten.py",
    "codec/model.py",
    "codec/content/read.py",
    "codec/reply.py",
    "codec/decode.py",
    "codec/schedule.py",
    "codec/sms/segments.py",
    "codec/shape.py",
    "codec/request/times.py",
)
"""The modules whose behaviour the operations show."""

OTHER_MODULES = {
    "codec/hints/*.py": "notes on what is accepted, and what a refusal is put down to; the error number stays that of its first symptom",
    "codec/mail/doubts.py": "warnings",
    "codec/masking.py": "what of a request is shown",
    "codec/request/certainty.py": "what of a request is shown",
    "codec/sms/letters.py": "warnings",
    "codec/values.py": "what a struct is to other libraries",
    "codec/findings/edits.py": "mends",
    "codec/findings/rules.py": "reads rules.json, of which each rule is mutated",
    "codec/sms/lookalikes.py": "what a character looks like, for findings",
    "codec/findings/diagnostic.py": "the shape and the words of a finding",
    "codec/compose.py": "no operation of the protocol composes contents",
    "codec/content/write.py": "no operation of the protocol writes contents",
    "codec/__init__.py": "names and nothing else",
    "grammar/misfit.py": "where a refused reply stops to be one",
    "grammar/*.py": "derives the expressions at development time; the grammars themselves are mutated",
}
"""The modules that are not, and why."""

FUNCTIONS = {
    "codec/request/body.py": {"_why_no_row": "words", "why_no_recipient": "words", "_fixed": "mends", "path": "places"},
    "codec/sms/charsets.py": {
        "unencodable": "which characters a refusal lists",
        "name_of": "words",
        "as_gsm7": "advice",
        "_missing": "which characters a refusal lists",
        "_can_encode": "which characters a refusal lists",
    },
    "codec/request/line.py": {
        "readable_id": "for the gateway's replies; of the operations only serve asks for it",
        "_why_no_id": "words",
        "_why_no_sender": "words",
        "_latin": "mends",
    },
    "codec/request/lines.py": {
        "add_blank": "places",
        "__iter__": "white space is told of as one warning",
        "may_quote": "what of a value is shown",
        "_harmless": "the same",
    },
    "codec/encode.py": {"as_read": "the command's; no operation encodes so"},
    "codec/unwritten.py": {"_about_value": "places", "_place": "places"},
    "codec/findings/findings.py": {
        "add_blank_line": "a warning and its mend",
        "_carriage_return": "a warning and its mend",
        "moved": "places",
        "_place": "places",
        "_line_starts": "places",
        "_shortened": "places",
        "in_original": "places",
        "from_original": "places",
    },
    "codec/mail/decode.py": {
        "check_mail": "findings",
        "_doubt": "a warning",
        "_found_in": "warnings",
        "_is_tagged": "a warning",
        "_why_no_tags": "words",
        "_doubtful_tag": "a warning",
        "_without_text": "words",
    },
    "codec/mail/encode.py": {
        "_unfit": "which characters a refusal lists",
        "_headers": "no operation names an address, a subject, a date or a Message-ID",
        "_is_plain": "the same",
        "_encoded": "the same",
    },
    "codec/mail/parse.py": {"place": "places", "span": "places", "head_of": "a warning"},
    "codec/content/read.py": {"kind_of_content": "no operation asks for it"},
    "codec/mail/text.py": {"is_token": "what of a refused name is shown"},
    "codec/model.py": {"on": "no operation makes a time from a datetime"},
    "codec/reply.py": dict.fromkeys(("_errors", "_stop", "_behind"), "words and places; a reply has no error number"),
    "codec/decode.py": {"check": "findings"},
    "codec/shape.py": {
        "to_content": "no operation converts a content",
        "_expected": "words",
        "_word": "words",
        "_timed": "no operation is given a datetime",
        "_plain": "the same",
    },
    "codec/sms/segments.py": {"room": "no operation shows it", "left": "no operation shows it"},
    "codec/request/times.py": {"_flaw": "words; each way it is error 5"},
}
"""The functions of these modules that are left out, and why."""

TOLD = ("__repr__", "__rich_repr__", "__str__", "__reduce__")
"""Methods that say what something is."""

CODE_AT = {
    "add": 0,
    "add_blank_line": -1,
    "finding": 0,
    "of_no_text": -1,
    "refusal": 0,
    "Flaw": 0,
    "_finding": 0,
    "_refuse": 1,
    "_refused": 1,
    "trimmed": -1,
}
"""The calls that report something, and the place of the rule's code among their arguments; the others are places and words."""

PATH_AT = {
    "Findings": 1,
    "Message": 0,
    "_breaking": 0,
    "_breaking_optional": 0,
    "_breaking_phones": 0,
    "_content_of": 1,
    "_read_row": 1,
    "items": 1,
    "read_content": 1,
}
"""The calls that are told where something stands, and the place of that among their arguments."""

WORDS = frozenset({"says", "remedy", "mend", "place", "value", "octet", "where", "path", "field", "what", "there"})
"""Where such a name is assigned in a statement of its own, words are made or a place is found. See :data:`VALUES`."""

VALUES = frozenset(
    {("codec/request/body.py", "value"), ("codec/request/line.py", "value"), ("codec/mail/parse.py", "value")}
)
"""Names of that kind that hold a value all the same."""

NAMES = {
    "codec/reply.py": {"_NUMBERS": "which number a finding is about", "_PIECES": "words"},
    "codec/content/read.py": {"_LIKE_PREFIX": "a warning", "_KINDS": "no operation asks for it"},
    "codec/shape.py": {"_WORDS": "words", "_MOSCOW": "no operation is given a datetime", "_HOUR": "the same"},
    "codec/request/line.py": {
        "count": "words",
        "_LATIN": "mends",
        "_SHOWN_ALIKE": "a warning",
        "_OPTIONS": "places",
        "second": "places",
        "strange": "words",
    },
    "codec/request/lines.py": {"_NAMED": "words"},
    "codec/content/model.py": {"Content": "no operation converts a content"},
    "codec/findings/findings.py": {"line": "places"},
    "codec/request/body.py": {
        "_NEARLY_ROW": "a warning",
        "_SECOND_RECIPIENT": "a warning",
        "FULL_NUMBER": "mends",
        "_DIGITS": "words",
        "_WHERE_EMPTY": "words",
    },
    "codec/unwritten.py": {"_ORDER": "places"},
    "codec/mail/encode.py": {"_MESSAGE_ID": "no operation names one", "_LONGEST_LINE": "the limit of headers"},
    "codec/mail/text.py": {
        "_TOKEN": "what of a refused name is shown",
        "_ONE_BYTE_CHARSETS": "a warning",
        "why": "words",
        "is_doubtful": "a warning",
    },
    "codec/mail/decode.py": {
        "_HEADER_LIKE_A_REQUEST": "a warning",
        "_TAG_LIKE": "a warning",
        "_RECIPIENTS": "a warning",
        "_NO_SEMICOLON": "words",
    },
    "codec/sms/segments.py": {"Encoding": "a type"},
    "codec/model.py": {"MASK": "what a request is shown as"},
}
"""What a module assigns to make words, places, mends and warnings, and why it is left out."""

KEYWORDS = {
    "frozen": "no operation changes a struct",
    "gc": "how Python keeps a struct",
    "fix": "mends",
    "remedy": "words",
    "kw_only": "how Python calls a struct",
    "strict": "what is zipped is of one length",
}
"""Keywords of classes and calls that are left out, and why."""

TABLES = frozenset({"codec/sms/alphabet.py"})
"""Modules whose texts are sets of characters."""
