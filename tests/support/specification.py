"""The request as the Lark parser reads it: an oracle that shares the grammar with the codec and nothing else.

It knows no semantic rule; :data:`SEMANTIC` names the rules that are beyond a grammar.
"""

# Lark annotates its interface in part only.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from datetime import datetime
from typing import Any

from lark import Token, Tree

from smsmail.codec import After, At, Batch, Format, Request, Row, Single, Time, Timestamp, Translit, Window
from smsmail.grammar import parser

SEMANTIC = {
    *("binary-hex", "email-sender", "email-subject", "email-text", "mes-empty", "mes-length", "recipient-kind"),
    *("sender-format", "tail-misplaced", "time-calendar", "window-empty"),
    "email-numbers",  # in place of the three that it explains
    "placeholder-field",  # in place of what a sender is refused for
}
"""The errors that a text of the grammar may still have."""

ALSO_LEXICAL = {"email-sender", "placeholder-field", "sender-format", "tail-misplaced", "time-calendar"}
"""Those among them that a text also has which is not of the grammar: an impossible date, say, or a sender too long."""


def request_by_grammar(text: str) -> Request:
    """What the parse tree of *text* says, for a text that also keeps the semantic rules."""
    form: Any = parser("request").parse(text).children[0]
    start, *rest = children(form)
    head, options, *body = (start, *rest) if form.data == "single" else (*children(start), *rest)
    login, psw, id, schedule = children(head)
    time, tz = children(schedule)
    translit, format, sender, test = children(options)
    return Request(
        login=str(login or ""),  # A byte order mark in front is _LEADING (R-BOM).
        psw=str(psw),
        id=None if id in (None, "0") else str(id),
        time=read_time(children(time)[0]) if time else None,
        tz=None if tz is None else int(tz),
        translit=Translit(int(translit or 0)),
        format=Format(int(format or 0)),
        sender=None if sender is None else str(sender),
        test=int(test or 0),
        body=read_single(*body) if form.data == "single" else read_list(body[0], int(format or 0)),
    )


def children(node: Any) -> list[Any]:
    return list(node.children)


def read_time(token: Token) -> Time | None:
    match token.type:
        case "DATE_TIME":
            form = "%d.%m.%y %H.%M" if "." in token else "%d%m%y%H%M"
            moment = datetime.strptime(token, form)
            # Two digits of the year are 2000 and later, where strptime has another century (R-CENTURY).
            return At.on(moment.replace(year=2000 + moment.year % 100))
        case "WINDOW":
            first, last = token.split("-")
            return Window(int(first), int(last))
        case "TIMESTAMP":
            return Timestamp(int(token))
        case "AFTER":
            return After(int(token))
        case _:
            return None


def plain(recipient: str) -> str:
    if recipient[0] in "(0123456789" and "@" not in recipient:
        return "".join(character for character in recipient if character in "0123456789")
    return str(recipient)


def read_single(recipients: Any, mes: Any) -> Single:
    return Single(tuple(map(plain, children(recipients))), str(mes or ""))


PREFIXED = {"__MAIL__:": 8, "__CALL__:": 9, "__BOT__:": -1, "__VIBER__:": 10, "__SOC__:": 12}
BOT = -1
OWN_LINES = {"subj:": 8, "voice:": 9}


def kind_of(mes: str, otherwise: int) -> int:
    """The number of a message's kind: what its prefix says, or else its format."""
    alone = {"__PING__": 6, "__HLR__": 3}.get(mes.rstrip(" \t\n"))
    return alone or next((kind for prefix, kind in PREFIXED.items() if mes.startswith(prefix)), otherwise)


def begins_row(first: str, mes: str, listed: int) -> bool:
    """What the grammar takes for the start of a row is one if its first recipient is of its kind (R-ROWSTART)."""
    kind = kind_of(mes, listed)
    return kind == BOT if first[0] == "#" else (kind == 8) == ("@" in first)


def read_list(rows: Any, format: int) -> Batch:
    read: list[list[Any]] = []
    tail = None
    listed = format
    nodes = children(rows)
    for index, node in enumerate(nodes):
        if isinstance(node, Tree) and node.data == "tail":
            tail = str(children(node)[0])
        elif isinstance(node, Tree):
            recipients, mes = children(node)
            read.append([tuple(map(plain, children(recipients))), str(mes or "")])
            listed = kind_of(read[0][1], format)
        elif node is None:
            pass
        elif node.type == "NEXT_ROW":
            phones = [one.strip(" \t") for one in node[:-1].strip(" \t\n").split(",")]
            mes = nodes[index + 1] if index + 1 < len(nodes) else None
            if begins_row(phones[0], str(mes) if mes is not None and mes.type == "ROW_MES" else "", listed):
                read.append([tuple(map(plain, phones)), ""])
            else:
                read[-1][1] += str(node)
        else:
            read[-1][1] += str(node)
    if rows.data == "lines":
        whole = read[-1][1]
        *before, last = whole.rstrip(" \t\n").split("\n")
        last += whole.removeprefix("\n".join([*before, last])).partition("\n")[0]
        for opening, kind in OWN_LINES.items():
            if not before or not last.startswith(opening):
                continue
            of_kind = [row for row in read if kind_of("\n".join(before) if row is read[-1] else row[1], format) == kind]
            texts = ["\n".join(before) if row is read[-1] else row[1] for row in of_kind]
            own = [
                mark and line.startswith(opening)
                for mark, line in (text.replace("\\n", "\n").rpartition("\n")[1:] for text in texts)
            ]
            if len(of_kind) > 1 and of_kind[-1] is read[-1] and all(own[:-1]) and not own[-1]:
                read[-1][1] = "\n".join([*before, last])  # Each row has its own (R-TEST2TAIL).
            elif of_kind:
                tail = last
                read[-1][1] = "\n".join(before)
    return Batch(tuple(Row(phones, mes.replace("\\n", "\n")) for phones, mes in read), tail)
