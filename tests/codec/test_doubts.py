"""What is accepted and was probably not meant is said, with its place; what looks like it and is right is not."""

from datetime import UTC, datetime

from hypothesis import event, given
from hypothesis import strategies as st

from smsmail.codec import RULES, Request, Single, check, decode_request, encode_request
from smsmail.codec.hints.doubts import doubts as of_request
from smsmail.codec.hints.notes import advice
from smsmail.codec.hints.quick import is_unremarkable, silence
from smsmail.conformance.strategies import requests
from tests.support.each import each
from tests.support.lines import loosened
from tests.support.ordinary import ORDINARY

NOW = datetime(2030, 1, 31, 12, 0, tzinfo=UTC)
DOUBTS = {code for code, rule in RULES.items() if rule.section == "What was probably not meant"}


def doubts(line: str) -> list[tuple[str, str]]:
    """The doubts about *line*, each with what it points at."""
    assert decode_request(line)
    return [(found.rule, line[found.start : found.end]) for found in check(line, now=NOW) if found.rule in DOUBTS]


def of_text(mes: str) -> list[tuple[str, str]]:
    return doubts(f"alex:psw::::79991234567:{mes}")


@each(
    ("line", "rule", "place"),
    [
        ("alex:pa:ss::::79991234567:Hello", "list-of-one", "ss"),
        ("alex:psw:42::::79991234567:Hello", "list-of-one", "42"),
        ("alex:psw::3101301200,3::79991234567:Hello", "", ""),
        ("alex:psw::,3::79991234567:hi", "tz-moscow", "3"),
        ("alex:psw::,-3::79991234567:hi", "tz-moscow", "-3"),
        ("alex:psw::,+4::79991234567:hi", "", ""),
        ("alex:psw::3101301459,0::79991234567:hi", "time-past", "3101301459"),
        ("alex:psw::3101301501,0::79991234567:hi", "", ""),
        # In some zone it is not over yet.
        ("alex:psw::3101300001::79991234567:hi", "", ""),
        ("alex:psw::3001302359::79991234567:hi", "time-past", "3001302359"),
        ("alex:psw::01893456000::79991234567:hi", "time-past", "01893456000"),
        ("alex:psw:::,11:79991234567:hi", "format-numbering", "11"),
        ("alex:psw:::,10:79991234567:hi", "", ""),
        ("alex:psw::::9991234567:hi", "number-national", "9991234567"),
        ("alex:psw::::(999) 123-45-67:call 9991234567", "number-national", "(999) 123-45-67"),
        ("alex:psw::::+9991234567:hi", "", ""),
        ("alex:psw::::0079991234567:hi", "number-prefix", "0079991234567"),
        ("alex:psw::::81079991234567:hi", "number-prefix", "81079991234567"),
        ("alex:psw::::79991234567,79991234567:hi", "phone-repeated", "79991234567"),
        ("alex:psw:::::79991234567:one\n79991234567:two", "", ""),
        ("alex:psw:::::79991234567:one\n79991234567:one", "phone-repeated", "79991234567"),
        ("alex:psw::::79991234567,+79991234567:hi", "phone-repeated", "+79991234567"),
        ("alex:psw:::::79991234567:one\n9991234567;two", "number-national", "9991234567"),
        ('"alex:psw::::79991234567:Hello"', "line-quoted", '"alex'),
        ("<b>alex</b>:psw::::79991234567:Hello", "line-quoted", "<b>alex</b>"),
        ("[text]alex:psw::::79991234567:Hello[/text]", "line-quoted", "[text]alex"),
        ("\u200balex:psw::::79991234567:Hello", "login-invisible", "\u200b"),
        ("${login}:psw::::79991234567:Hello", "placeholder", "${login}"),
        ("null:psw::::79991234567:Hello", "placeholder", "null"),
        ("alex:psw::::+89991234567:Hello", "number-prefix", "+89991234567"),
    ],
)
def test_of_a_line(line: str, rule: str, place: str) -> None:
    found = [one for one in doubts(line) if one[0] not in ("time-past", "tz-moscow") or one[0] == rule]
    assert found == ([(rule, place)] if rule else [])


@each(
    ("mes", "rule", "place"),
    [
        ("Hello {{ name }}!", "placeholder", "{{ name }}"),
        ("Hello ${name}!", "placeholder", "${name}"),
        ("Hello $name!", "placeholder", "$name"),
        ("Hello {name}!", "placeholder", "{name}"),
        ("[your-name] asks", "placeholder", "[your-name]"),
        ("%name%, your order", "placeholder", "%name%"),
        ("Hello undefined, your order", "placeholder", "Hello undefined"),
        ("null", "placeholder", "null"),
        ("Hello%20world", "text-markup", "%20"),
        ("Hello<br>world", "text-markup", "<br>"),
        ("Hello+big+world", "text-markup", "Hello+big+world"),
        ("Hello\\nworld", "text-markup", "\\n"),
        ("[text]Hello[/text]", "text-tags", "[text]"),
        ("a\0b", "mes-control", "\0"),
        ("гЮЙЮГ 512 ЦНРНБ", "letters-wrong", "гЮЙЮГ 512 ЦНРНБ"),
        ("Р—Р°РєР°Р· РіРѕС‚РѕРІ", "letters-wrong", "Р—Р°РєР°Р· РіРѕС‚РѕРІ"),
        ("Çàêàç ãîòîâ", "letters-wrong", "Çàêàç ãîòîâ"),
        ("Hi alex:psw::::79991234567:two", "text-request", "alex:psw::::79991234567:two"),
        ("Hi\n:key::::79991234567:two", "text-request", ":key::::79991234567:two"),
        ("Hi\n\nOn 1 May Ann wrote:\n> one", "text-quoted", "On 1 May Ann wrote:\n> one"),
        ("Hello&nbsp;world", "text-markup", "&nbsp;"),
    ],
)
def test_of_a_text(mes: str, rule: str, place: str) -> None:
    assert of_text(mes) == [(rule, place)]


@each(
    "mes",
    [
        "Price: $500 -- or best offer",
        "100%, really",
        "Who? What?? Where???",
        "What?????",
        "None of us can come",
        "https://a.example/?q=a%20b&amp;c=1#top",
        "R&D; see §5",
        "a:b:c",
        "Menu:\n- soup\n- fish",
        "3 > 2 and 1 < 2",
        "{",
        "#1 in the list, #FUN",
        "Allergies: None",
        "C++ and 1+1=2",
        "Straße, größer, à côté, mañana",
        "Київ, вулиця Їжакевича",
        "ВНИМАНИЕ! АКЦИЯ",
    ],
)
def test_what_is_right_is_not_doubted(mes: str) -> None:
    assert of_text(mes) == []


def test_in_a_list_the_place_is_in_the_row_as_it_is_written() -> None:
    assert doubts("alex:psw:::::79991234567:9991234567\\n{{name}}\n9991234567:two\\nHi $name") == [
        ("placeholder", "{{name}}"),
        ("placeholder", "$name"),
        ("number-national", "9991234567"),
    ]
    line = "alex:psw:::::79991234567:9991234567\\n{{name}}\n9991234567:two"
    [number] = [one for one in check(line) if one.rule == "number-national"]
    assert number.start == line.index("9991234567:two")


def test_number_dialled_points_at_the_number() -> None:
    """And not at the same digits in a message, nor at the message of a punctuated number."""
    for line, places in {
        "alex:psw::::8 (999) 123-45-67:call 89991234567": ["8 (999) 123-45-67"],
        "alex:psw:::::8(999)1234567,79991234567:hi": ["8(999)1234567"],
    }.items():
        found = [one for one in check(line) if one.rule == "number-dialled"]
        assert [line[one.start : one.end] for one in found] == places


def test_without_now_no_time_is_past() -> None:
    assert check("alex:psw::3101091200,0::79991234567:hi") == []


def nothing_is_found(request: Request) -> None:
    line = encode_request(request)
    read = decode_request(line)
    if is_unremarkable(read, NOW):
        assert [*of_request(line, read, NOW), *advice(line, read)] == []


@given(requests())
def test_where_a_quick_look_finds_nothing_there_is_nothing(request_: Request) -> None:
    nothing_is_found(request_)


@each("language", ORDINARY)
def test_nor_in_ordinary_messages(language: str) -> None:
    for mes in ORDINARY[language]:
        nothing_is_found(Request(login="alex", psw="psw", body=Single(("79991234567",), mes)))


PIECES = (
    *("a", "7", " ", "ж", "о", "Ё", "é", "\ufeff", ":", "?", "%", "_", "\r", "\\n", "null", "None", "N", "hi 9:30 "),
    *("x" * 60, "я" * 33, "и" * 70, "й" * 9, "o" * 153),
)
HEADS = st.builds(
    "{}:{}:{}:{}{}:{}:{}:".format,
    st.sampled_from(["alex", "", "null", "алекс", "<b>", "a b"]),
    st.sampled_from(["psw", "None", "пароль", "p\ud800"]),
    st.sampled_from(["", "order-7", "0", "17"]),
    st.sampled_from(
        ["", "0102301200", "3112291200", "0202302359", "0302300000", "2902301200", "01893456000", "+5", "9-21"]
    ),
    st.sampled_from(["", ",3", ",+03", ",-3", ",4", ",-15"]),
    st.sampled_from(["", "1", ",11", ",12", ",1,Shop", ",,Shop,1", "0,10"]),
    st.sampled_from(
        [
            "79991234567",
            "+79991234567",
            "9991234567",
            "89991234567",
            "+89991234567",
            "79991234567,+79991234567",
            "79991234567;79998887766",
            "79991234567,447700900123,79991234567",
            "79998887766,9991234567",
        ]
    ),
)


@given(
    st.builds("{}{}".format, HEADS, st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
    | requests().map(encode_request)
    | loosened()
)
def test_nothing_is_to_be_said_of_a_line_that_is_not_decoded(line: str) -> None:
    for now in (NOW, None):
        if silence(now)(line):
            event("silent")
            assert check(line, now=now) == []


def test_most_ordinary_messages_need_not_be_decoded() -> None:
    is_silent = silence(NOW)
    messages = [mes for several in (ORDINARY["ru"], ORDINARY["en"]) for mes in several]
    taken = sum(is_silent(f"alex:psw::::79991234567:{mes}") for mes in messages)
    assert taken / len(messages) > 0.5
