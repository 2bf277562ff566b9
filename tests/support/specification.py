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
}
"""The errors that a text of the grammar may still have."""

ALSO_LEXICAL = {"email-sender", "sender-format", "tail-misplaced", "time-calendar"}
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
        login=str(login or ""),
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


def read_list(rows: Any, format: int) -> Batch:
    read: list[list[Any]] = []
    tail = None
    for node in children(rows):
        if isinstance(node, Tree) and node.data == "tail":
            tail = str(children(node)[0])
        elif isinstance(node, Tree):
            recipients, mes = children(node)
            read.append([tuple(map(plain, children(recipients))), str(mes or "")])
        elif node is None:
            pass
        elif node.type == "NEXT_ROW":
            read.append([tuple(plain(one.strip(" \t")) for one in node[:-1].strip(" \t\n").split(",")), ""])
        else:
            read[-1][1] += str(node)
    if rows.data == "lines":
        *before, last = read[-1][1].rstrip(" \t\n").split("\n")
        last += read[-1][1].removeprefix("\n".join([*before, last])).partition("\n")[0]
        kinds = {"subj:": 8, "voice:": 9}
        prefixes = {"subj:": "__MAIL__:", "voice:": "__CALL__:"}
        for opening, kind in kinds.items():
            wanted = format == kind and not any(mes.startswith("__") for _, mes in read)
            wanted |= any(mes.startswith(prefixes[opening]) for _, mes in read)
            if before and wanted and last.startswith(opening):
                tail = last
                read[-1][1] = "\n".join(before)
    return Batch(tuple(Row(phones, mes.replace("\\n", "\n")) for phones, mes in read), tail)
