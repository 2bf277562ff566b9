"""What is masked of a request, and that everything else stays where it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smsmail.cli.showing.masking import MASK, Masking, masked
from smsmail.codec import check
from smsmail.codec.findings.edits import edited
from tests.support.effort import examples
from tests.support.secrets import broken_lines, leaks


@given(broken_lines())
@examples(50)
def test_a_masked_text_is_as_long_as_it_was(case: tuple[str, str]) -> None:
    secret, text = case
    masking = Masking(text)
    assert leaks(secret, masking.text) == []
    assert len(masking.text) == len(text)
    assert all(shown in (MASK, character) for shown, character in zip(masking.text, text, strict=True))
    for found in check(text.strip("\r\n")):
        edits = masking.mend(found)
        assert leaks(secret, edited(masking.text, edits)) == []
        assert [(edit.start, edit.end, len(edit.text)) for edit in edits] == [
            (edit.start, edit.end, len(edit.text)) for edit in found.fix
        ]


@given(st.text(alphabet=":,;\r\n %2B3A+0789.abс@#G&=?\"'", max_size=80) | st.text(max_size=80))
def test_any_text_can_be_masked(text: str) -> None:
    masking = Masking(text)
    assert len(masking.text) == len(masked(text, check(text))) == len(text)
    for found in check(text.strip("\r\n")):
        assert len(masking.mended(found)) == len(edited(text, found.fix))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("alex:psw::::79991234567:hi", "****:***::::79991234567:hi"),
        (":key with spaces::::79991234567:hi", ":***************::::79991234567:hi"),
        ("alex: psw :order-7:,3:1:79991234567:hi", "****: *** :order-7:,3:1:79991234567:hi"),
        # the structure is another
        ("alex", "****"),
        ("alex:psw", "****:***"),
        ("alex psw:::1:79991234567:hi", "********:::*:79991234567:hi"),
        ("alexpsw::::79991234567:hi", "*******::::79991234567:hi"),
        ("alex::::::79991234567:hi", "****::::::79991234567:hi"),
        ("alex\npsw::::79991234567:hi", "****\n***::::***********:**"),
        ("alex:p:s:w:42::1:79991234567:hi", "****:*:*:*:42::1:79991234567:hi"),
        ("alex:psw:7:::0:1:Alex:1:79991234567:hi", "****:***:*:::0:1:Alex:1:79991234567:hi"),
        ("alex:3101301200::Secret-7::79991234567:hi", "****:**********::********::79991234567:hi"),
        ("alex:79991234567::::Secret7word:hi", "****:***********::::***********:hi"),
        # what is no password is seen
        ("alex:psw::31/01/2030 12.00::7999x:hi", "****:***::31/01/2030 12.00::7999x:hi"),
        ("alex:psw::2030-01-31T12.00:flash,1:7999x:hi", "****:***::2030-01-31T12.00:flash,1:7999x:hi"),
        # the message
        (
            "alex:hunter2::::79991234567:your password is hunter2",
            "****:*******::::79991234567:your password is *******",
        ),
        (
            "alex:psw::::79991234567:hi\nalex:pws::::79991234567:hi",
            "****:***::::79991234567:hi\n****:***::::79991234567:hi",
        ),
        # other forms
        ("login=alex&psw=psw&phones=79991234567&mes=hi", "login=alex&psw=***&phones=79991234567&mes=hi"),
        ("login=alex&key=psw&phones=79991234567&mes=hi", "login=alex&*******&phones=79991234567&mes=hi"),
        ("https://a:b@c.de/?psw=x:y&phones=79991234567", "*****:***:*******?psw=*:*&phones=79991234567"),
        ("alex%3Apsw%3A%3a%3A%3A79991234567%3Ahi", "****%3A***%3A%3a%3A%3A79991234567%3Ahi"),
        ('{"login": "alex", "psw": "psw"}', "********: *************: ******"),
    ],
)
def test_what_is_masked(text: str, shown: str) -> None:
    assert masked(text, check(text)) == shown
    assert Masking(f"\r\n{text}\n").text == f"\r\n{shown}\n"


def test_a_mend_that_would_write_a_secret() -> None:
    query = "login=alex&psw=hun%2Cter&phones=79991234567&mes=hun,ter"
    [found] = check(query)
    assert Masking(query).mended(found) == "****:*******::::79991234567:*******"
