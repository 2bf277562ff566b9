"""What of a request is shown, and what stands in place of the rest."""

from hypothesis import given
from hypothesis import strategies as st

from smsmail.codec import check
from smsmail.codec.findings.edits import edited
from smsmail.codec.masking import MASK, Masking
from tests.support.each import each
from tests.support.secrets import ANY_LINE


@given(ANY_LINE)
def test_a_masked_text_is_as_long_as_it_was(case: tuple[str, str]) -> None:
    _, text = case
    masking = Masking(text)
    assert len(masking.text) == len(text)
    assert all(shown in (MASK, character) for shown, character in zip(masking.text, text, strict=True))
    for found in check(text.strip("\r\n")):
        edits = masking.edits(found.fix)
        assert len(edited(masking.text, edits)) == len(edited(text, found.fix))


@given(st.text(alphabet=":,;\r\n %2B3A+0789.abс@#G&=?\"'", max_size=80) | st.text(max_size=80))
def test_any_text_can_be_masked(text: str) -> None:
    masking = Masking(text)
    assert len(masking.text) == len(text)
    for found in check(text.strip("\r\n")):
        assert (fixed := masking.fixed(found)) is None or len(fixed) == len(edited(text, found.fix))


@each(
    ("text", "shown"),
    [
        ("alex:psw::::79991234567:hi", "****:***::::79991234567:hi"),
        (":key with spaces::::79991234567:hi", ":***************::::79991234567:hi"),
        ("alex: psw :order-7:,3:1:79991234567:hi", "****: *** :order-7:,3:1:79991234567:hi"),
        # what is no password is seen
        ("alex:psw::,UTC+3::79991234567:hi", "****:***::,UTC+3::79991234567:hi"),
        ("alex:psw:::Alex:79991234567:hi", "****:***:::Alex:79991234567:hi"),
        ("alex:psw::31/01/2030 12.00::7999x:hi", "****:***::31/01/2030 12.00::7999x:hi"),
        # the structure is another
        ("alex psw:::1:79991234567:hi", "********:::*:***********:**"),
        ("alex:se:cr€t::::79991234567:hi", "****:**:****::::79991234567:hi"),
        ("login=alex&psw=psw&phones=79991234567&mes=hi", "*" * 44),
        # the message
        ("alex:hunter2::::79991234567:it is hunter2", "****:*******::::79991234567:it is *******"),
        (
            "alex:psw::::79991234567:hi\nalex:pws::::79991234567:hi",
            "****:***::::79991234567:hi\n****:***::::***********:**",
        ),
        # what a build server would obey
        ("alex:psw::::79991234567:hi\n::error::x", "****:***::::79991234567:hi\n::*****::*"),
        ("alex:psw::::79991234567:##vso[x]", "****:***::::79991234567:**vso[x]"),
    ],
)
def test_what_is_masked(text: str, shown: str) -> None:
    assert Masking(text).text == shown
    assert Masking(f"\r\n{text}\n").text == f"\r\n{shown}\n"
