"""What an account can be, and what is refused before it can do harm."""

from typing import Any

import pytest

from smsmail.gateway import Fact, Plain, begin
from tests.support.conversation import account
from tests.support.each import each

BAD: list[tuple[dict[str, Any], str]] = [
    ({"login": ""}, "login"),
    ({"login": "a:b"}, "login"),
    ({"login": "a\nb"}, "login"),
    ({"login": " alex"}, "login"),
    ({"balance": -1}, "balance"),
    ({"price": -1}, "price"),
    ({"tz": 12}, "tz"),
    ({"tz": -16}, "tz"),
    ({"denied_words": ("",)}, "denied_words"),
    ({"groups": {"15": 40}}, "groups"),
    ({"groups": {"G15": -1}}, "groups"),
    ({"forward": ("G15",)}, "forward"),
    ({"forward": ("7 999",)}, "forward"),
    ({"undeliverable": frozenset({"79x"})}, "undeliverable"),
]


@each(("settings", "named"), BAD)
def test_a_setting_that_no_account_can_have_is_named(settings: dict[str, Any], named: str) -> None:
    with pytest.raises(ValueError, match=named) as refused:
        account(**settings)
    assert "psw" not in str(refused.value)


@pytest.mark.parametrize("login", ["alex", "ALEX"])
def test_logins_must_differ_in_more_than_case(login: str) -> None:
    with pytest.raises(ValueError, match="another of this login"):
        begin([account(), account(login=login)])


def test_nobody_gets_the_address_of_the_requests() -> None:
    begin([account(login="Send")])
    with pytest.raises(ValueError, match="send@"):
        begin([account(login="Send", forward=("79991234567",))])


def test_a_password_is_compared_whole_and_shown_nowhere() -> None:
    secret = Plain("пароль")
    assert secret.matches("пароль")
    assert not any(map(secret.matches, ["", "парол", "пароль ", "Пароль", "\ud800"]))
    assert Plain("\ud800").matches("\ud800")
    assert repr(secret) == str(secret) == "Plain(***)"
    assert "пароль" not in repr(account(secret=secret, keys=(secret,)))


@pytest.mark.parametrize(
    "fact",
    [
        Fact("balance", "1", None),
        Fact("balance:alex", "much", None),
        Fact("chain:alex:7", "1", None),
        Fact("", "", None),
    ],
)
def test_a_fact_that_is_none_is_refused(fact: Fact) -> None:
    with pytest.raises(ValueError, match=r"."):
        begin([account()], [fact])


def test_facts_of_accounts_that_are_gone_are_passed_over() -> None:
    state = begin([account(balance=7)], [Fact("balance:bob", "1", None)])
    assert dict(state.balances) == {"alex": 7}
