"""The accounts file: what it may say, what is said of mistakes in it, and that it gives no secret away."""

import logging
from pathlib import Path

import pytest

from smsmail.gateway import DOMAIN
from smsmail.gateway.server import hash_key, hash_password, read_accounts
from smsmail.gateway.server.accounts_file import AccountsError, AccountsFile
from smsmail.gateway.server.hashed import Key, Password, Unverified
from tests.support import ROOT

PSW = "Kx7vPq2m"
KEY = "Zq8wYt5rZq8wYt5rZq8w"


def read(folder: Path, text: str) -> AccountsFile:
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
    found = read_accounts(ROOT / "examples" / "accounts.toml")
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
        ("", "there is no account; each begins with a line [[account]]"),
        ("account = []", "account: there is no account; each begins"),
        ("[[account]]\nlogin = \n", "line 2"),
        ('[[account]]\npsw = "Kx7vPq2m"', "account number 1: expected a setting `login`"),
        ('[[account]]\nlogin = "alex"', "account 'alex': expected either psw_hash or psw"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\npsw_hash = "x"', "expected either psw_hash or psw"),
        ('[[account]]\nlogin = "alex"\npsw_hash = "Kx7vPq2m"', "account 'alex', psw_hash: this is no argon2 hash"),
        ('[[account]]\nlogin = "alex"\npsw = ""', "account 'alex', psw: "),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\napikey_hashes = ["Zq8w"]', "account 'alex', apikey_hashes: "),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nbalanse = 1', "account 'alex': there is no setting `balanse`; did you mean `balance`?"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nbalance = "1"', "account 'alex', balance: expected a whole number, found a text in quotes"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nbalance = 1.5', "account 'alex', balance: expected a whole number, found a number with a fraction"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nbalance = -1', "account 'alex', balance -1: expected"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\ntz = 12', "account 'alex', tz 12: expected"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nforward = ["7999x"]', "account 'alex', forward[0]: expected numbers of 3 to 15 digits"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nundeliverable = "79991234567"', "account 'alex', undeliverable: expected a list in brackets, found a text in quotes"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\ngroups = { g1 = 3 }', "account 'alex', groups {'g1': 3}: expected"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\ndenied_words = [""]', "account 'alex', denied_words[0]: expected a text that is not empty"),
        ('[[account]]\nlogin = "al:ex"\npsw = "Kx7vPq2m"', "login 'al:ex': expected"),
        ('[[account]]\nlogin = 7\npsw = "Kx7vPq2m"', "account number 1, login: expected a text in quotes, found a whole number"),
        ('account = ["Kx7vPq2m"]', "account number 1: expected a table, found a text in quotes"),
        ('account = "Kx7vPq2m"', "account: expected a list in brackets, found a text in quotes"),
        ('domain = "a b"\n[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"', "domain: expected a domain of letters"),
        ('[account]\nlogin = "alex"\npsw = "Kx7vPq2m"', "account: write [[account]], in double brackets"),
        ('accounts = 1', "there is no setting `accounts`; did you mean `account`?"),
        ('[[account]]\nlogin = "alex"\nxyzzy = 1', "there is no setting `xyzzy`; there are login, psw_hash, psw, "),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nsenders = 7', "senders: expected a list in brackets, found a whole number"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nsenders = ["Shop", "A long name!"]', "senders 'A long name!': no request can have"),
        ('[[account]]\nlogin = "alex"\npsw = "Kx7vPq2m"\nsenders = ["a,b"]', "senders 'a,b': no request can have"),
        ('[[account]]\nlogin = "a b"\npsw = "Kx7vPq2m"\nforward = ["79990001122"]', "account 'a b', forward: no mail address"),
        ('[[account]]\nlogin = "a"\npsw = "Kx7vPq2m"\n[[account]]\nlogin = "A"\npsw = "x"', "account 'A': there is another of this login"),
        ('[[account]]\nlogin = "a"\npsw = "Kx7vPq2m"\napikey_hashes = ["x"]', "`smsmail gateway --hash=apikey` makes one"),
    ],
)  # fmt: skip
def test_mistakes(tmp_path: Path, text: str, says: str) -> None:
    assert says in problem(tmp_path, text)


@pytest.mark.parametrize("psw", [f"{PSW}:", f"a\\n{PSW}", f"{PSW} ", f"\\t{PSW}", f"a\\r{PSW}"])
def test_what_no_request_can_hold(tmp_path: Path, psw: str) -> None:
    says = "no request can hold this: expected a text without colon"
    assert f"account 'alex', psw: {says}" in problem(tmp_path, f'[[account]]\nlogin = "alex"\npsw = "{psw}"')
    text = f'[[account]]\nlogin = "alex"\npsw = "x y"\napikeys = ["{psw}"]'
    assert f"account 'alex', apikeys: {says}" in problem(tmp_path, text)


def test_one_key_is_not_of_two_accounts(tmp_path: Path) -> None:
    text = f'''
        [[account]]
        login = "alex"
        psw = "x"
        apikeys = ["{KEY}", "{KEY}"]
        [[account]]
        login = "shop"
        psw = "x"
        apikey_hashes = ["{hash_key(KEY)}"]
    '''
    assert "account 'shop', apikeys: account 'alex' has one of them too" in problem(tmp_path, text)


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
    with pytest.raises(Unverified):
        password.matches("another")  # what is wrong takes its time, whatever is known


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


_SALT, _TAG = "c2FsdHNhbHQ", "dGFndGFndGFn"
"""Eight octets and nine, in base64."""


@pytest.mark.parametrize(
    "rest",
    [
        f"argon2id$v=19$m=65536,t=3,p=4${PSW}X$x",
        f"argon2id$v=19$m=65536,t=3,p=4${_SALT}$x",
        f"argon2id$v=19$m=65536,t=3,p=4${_SALT}=${_TAG}",
        f"argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHR${_TAG}",  # bits behind the last octet
        f"argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhb${_TAG}",  # no base64
        f"argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbA${_TAG}",  # seven octets
        f"argon2id$v=19$t=3,m=65536,p=4${_SALT}${_TAG}",
        f"argon2id$v=20$m=65536,t=3,p=4${_SALT}${_TAG}",
        f"argon2id$v=19$m=4294967295,t=3,p=4${_SALT}${_TAG}",
        f"argon2id$v=19$m=1048577,t=3,p=4${_SALT}${_TAG}",
        f"argon2id$v=19$m=65536,t=4294967295,p=4${_SALT}${_TAG}",
        f"argon2id$v=19$m=65536,t=101,p=4${_SALT}${_TAG}",
        f"argon2id$v=19$m=65536,t=0,p=4${_SALT}${_TAG}",
        f"argon2id$v=19$m=65536,t=3,p=65${_SALT}${_TAG}",
        f"argon2id$v=19$m=31,t=3,p=4${_SALT}${_TAG}",
        f"argon2id$v=19$m=+65536,t=3,p=4${_SALT}${_TAG}",
        f"argon2id$v=19$m=65536,t=3,p=4${_SALT}${_TAG}\\n",
    ],
)
def test_a_hash_that_cannot_be_verified(tmp_path: Path, rest: str) -> None:
    """Else the right password would be taken for a wrong one."""
    said = problem(tmp_path, f'[[account]]\nlogin = "alex"\npsw_hash = "${rest}"')
    assert said.startswith("account 'alex', psw_hash: this ")
    assert "--hash" in said
    assert not any(part in said for part in (_SALT, _TAG, "4294967295"))


@pytest.mark.parametrize("kind", ["argon2id$v=19", "argon2i$v=19", "argon2d$v=16", "argon2i"])
def test_hashes_at_the_limits(kind: str) -> None:
    for parameters in ("m=1048576,t=100,p=64", "m=8,t=1,p=1"):
        Password(f"${kind}${parameters}${_SALT}${_TAG}")
    assert not Password(f"${kind}$m=8,t=1,p=1${_SALT}${_TAG}").verify(PSW)


@pytest.mark.parametrize("hash", ["", "$argon2id$", "$2b$12$abcdefghijklmnopqrstuv", "sha256:00"])
def test_what_is_no_hash(hash: str) -> None:
    with pytest.raises(ValueError, match="--hash"):
        Password(hash)
    with pytest.raises(ValueError, match="--hash"):
        Key(hash)
