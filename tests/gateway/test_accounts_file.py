"""The accounts file: what it may say, what is said of mistakes in it, and that it gives no secret away."""

import logging
from pathlib import Path

import pytest

from smsmail.gateway import DOMAIN
from smsmail.gateway.server import hash_key, hash_password, read_accounts
from smsmail.gateway.server.accounts_file import Accounts, AccountsError
from smsmail.gateway.server.hashed import Key, Password, Unverified

PSW = "Kx7vPq2m"
KEY = "Zq8wYt5rZq8wYt5rZq8w"


def read(folder: Path, text: str) -> Accounts:
    path = folder / "accounts.toml"
    path.write_text(text, "utf-8")
    return read_accounts(path)


def problem(folder: Path, text: str) -> str:
    with pytest.raises(AccountsError) as error:
        read(folder, text)
    said = str(error.value)
    assert said.startswith(str(folder / "accounts.toml"))
    assert PSW not in said
    assert KEY not in said
    return said.removeprefix(f"{folder / 'accounts.toml'}: ")


def test_all_settings(tmp_path: Path) -> None:
    found = read(
        tmp_path,
        f"""
        domain = "sms.example.org"
        [[account]]
        login = "alex"
        psw_hash = "{hash_password(PSW)}"
        apikey_hashes = ["{hash_key(KEY)}"]
        balance = 500
        price = 3
        senders = ["Shop", "79991234567"]
        denied_words = ["casino"]
        blocked = true
        tz = -2
        groups = {{ G15 = 40 }}
        forward = ["79990001122", "+79990001123"]
        undeliverable = ["79990000000"]
        """,
    )
    (account,) = found.accounts
    assert found.domain == "sms.example.org"
    assert (account.login, account.balance, account.price, account.blocked, account.tz) == ("alex", 500, 3, True, -2)
    assert (account.senders, account.denied_words) == ({"Shop", "79991234567"}, ("casino",))
    assert account.groups == {"G15": 40}
    assert account.forward == ("79990001122", "+79990001123")
    assert account.undeliverable == {"79990000000"}
    assert len(account.keys) == 1
    assert account.keys[0].matches(KEY)
    assert not account.keys[0].matches(PSW)


def test_what_is_left_out(tmp_path: Path) -> None:
    found = read(tmp_path, f'[[account]]\nlogin = "alex"\npsw = "{PSW}"\n')
    (account,) = found.accounts
    assert found.domain == DOMAIN
    assert (account.balance, account.price, account.senders, account.keys) == (1_000_000, 1, None, ())
    assert account.secret.matches(PSW)
    assert not account.secret.matches(PSW + "x")


def test_the_example(caplog: pytest.LogCaptureFixture) -> None:
    found = read_accounts(Path(__file__).parents[2] / "examples" / "accounts.toml")
    assert [account.login for account in found.accounts] == ["shop", "monitoring"]


def test_a_plain_secret_is_taken_with_a_warning(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "smsmail.gateway")
    (account,) = read(tmp_path, f'[[account]]\nlogin = "alex"\npsw = "{PSW}"\napikeys = ["{KEY}"]\n').accounts
    assert account.keys[0].matches(KEY)
    assert [record.msg for record in caplog.records] == ["plain_password", "plain_apikeys"]
    assert {record.levelname for record in caplog.records} == {"WARNING"}
    assert PSW not in repr(account)
    assert KEY not in repr(account)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "account"),
        ("[[account]]\nlogin = \n", "line 2"),
        ('[[account]]\npsw = "Kx7vPq2m"', "account number 1: Object missing required field `login`"),
        ('[[account]]\nlogin = "alex"', "account 'alex': expected either psw_hash or psw"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\npsw_hash = "x"', "expected either psw_hash or psw"),
        ('[[account]]\nlogin = "alex"\npsw_hash = "Kx7vPq2m"', "account 'alex', psw_hash: this is no argon2 hash"),
        ('[[account]]\nlogin = "alex"\npsw = ""', "account 'alex', psw: "),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\napikey_hashes = ["Zq8w"]', "account 'alex', apikey_hashes: "),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nbalanse = 1', "account 'alex': Object contains unknown field `balanse`"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nbalance = "1"', "account 'alex', balance: Expected `int`, got `str`"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nbalance = 1.5', "account 'alex', balance: Expected `int`, got `float`"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nbalance = -1', "account 'alex', balance -1: expected"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\ntz = 12', "account 'alex', tz 12: expected"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nforward = ["7999x"]', "account 'alex', forward[0]: "),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nundeliverable = "79991234567"', "account 'alex', undeliverable: "),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\ngroups = { g1 = 3 }', "account 'alex', groups {'g1': 3}: expected"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\ndenied_words = [""]', "account 'alex', denied_words[0]: "),
        ('[[account]]\nlogin = "al:ex"\npsw = "Kx7vPq2m"', "login 'al:ex': expected"),
        ('[[account]]\nlogin = 7\npsw = "Kx7vPq2m"', "account number 1, login: Expected `str`, got `int`"),
        ('account = ["Kx7vPq2m"]', "account number 1: Expected `object`, got `str`"),
        ('account = "Kx7vPq2m"', "account: Expected `array`, got `str`"),
        ('domain = "a b"\n[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"', "domain: "),
    ],
)  # fmt: skip
def test_mistakes(tmp_path: Path, text: str, says: str) -> None:
    assert says in problem(tmp_path, text)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(AccountsError, match="No such file"):
        read_accounts(tmp_path / "nowhere.toml")
    (tmp_path / "koi8.toml").write_bytes('login = "Привет"'.encode("koi8-r"))
    with pytest.raises(AccountsError, match="no TOML"):
        read_accounts(tmp_path / "koi8.toml")


# ---- Hashes


def test_a_password_is_verified_once() -> None:
    password = Password(hash_password(PSW))
    for given in (PSW, "wrong", PSW + " "):
        with pytest.raises(Unverified) as unverified:
            password.matches(given)
        assert given not in str(unverified.value)
        assert given not in repr(unverified.value)
    assert not password.verify("wrong")
    password.remember("wrong", right=False)
    assert not password.matches("wrong")
    assert password.verify(PSW)
    password.remember(PSW, right=True)
    assert password.matches(PSW)
    assert not password.matches("another")  # without being verified, now that the right one is known


def test_hashes_hide_what_they_are_of() -> None:
    assert hash_password(PSW) != hash_password(PSW)
    assert hash_password(PSW).startswith("$argon2id$")
    assert PSW not in hash_password(PSW)
    assert KEY not in hash_key(KEY)
    assert Key(hash_key(KEY)).matches(KEY)


def test_a_short_key_is_not_hidden_by_its_hash() -> None:
    assert hash_key("x" * 20)
    with pytest.raises(ValueError, match="20 characters"):
        hash_key("x" * 19)


@pytest.mark.parametrize("hash", ["", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", "sha256:00"])
def test_what_is_no_hash(hash: str) -> None:
    with pytest.raises(ValueError, match="--hash"):
        Password(hash)
    with pytest.raises(ValueError, match="--hash"):
        Key(hash)
