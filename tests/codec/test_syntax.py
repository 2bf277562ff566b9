"""The constants of the syntax say what the grammar says."""

from smsmail.codec import syntax
from smsmail.codec.content.kinds import PREFIXES
from smsmail.grammar import form, terminal
from tests.support.each import each


def test_separators() -> None:
    for name, separators in (("_PHONE_SEP", syntax.PHONE_SEPARATORS), ("_ROW_SEP", syntax.ROW_SEPARATORS)):
        taken = {character for character in map(chr, range(128)) if terminal(name).fullmatch(character)}
        assert taken == set(separators)
    assert {character for character in map(chr, range(128)) if terminal("OWS").fullmatch(character)} == set(
        syntax.BLANKS
    )


def test_a_line_has_the_structural_colons() -> None:
    assert form("single").fullmatch("a:b" + ":" * (syntax.STRUCTURAL_COLONS - 2) + "79991234567:hi")
    assert not form("single").fullmatch("a:b" + ":" * (syntax.STRUCTURAL_COLONS - 3) + "79991234567:hi")


@each("hours", range(-20, 21))
def test_time_zones(hours: int) -> None:
    assert bool(terminal("TZ").fullmatch(str(hours))) == (syntax.MIN_TZ <= hours <= syntax.MAX_TZ)


def test_times() -> None:
    assert terminal("TIMESTAMP").fullmatch(f"0{syntax.MAX_TIMESTAMP}")
    assert not terminal("TIMESTAMP").fullmatch(f"0{syntax.MAX_TIMESTAMP + 1}")
    assert terminal("AFTER").fullmatch(f"+{syntax.MAX_MINUTES}")
    assert not terminal("AFTER").fullmatch(f"+{syntax.MAX_MINUTES + 1}")


@each("number", [0, 1, 2_000_000_000, 2_147_483_640, 2_147_483_647, 2_147_483_648, 2_147_483_650, 10**10])
def test_numbers_of_the_clean_form(number: int) -> None:
    assert bool(terminal("CLEAN_ID").fullmatch(str(number))) == (0 < number <= syntax.MAX_ID_NUMBER)


def test_prefixes() -> None:
    for prefix in PREFIXES:
        assert bool(terminal("MESSAGE_PREFIX").fullmatch(prefix)) != bool(terminal("WHOLE_PREFIX").fullmatch(prefix))


def test_marks() -> None:
    assert terminal("MARK").fullmatch(syntax.COMMENT_MARK)
    assert chr(92) + "n" == syntax.ESCAPED_LINE_BREAK
