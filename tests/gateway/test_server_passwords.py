"""Passwords that are kept as argon2 hashes: verified aside, once, and without keeping others waiting."""

import asyncio
import threading
from pathlib import Path

import pytest

from smsmail.gateway import begin
from smsmail.gateway.server import accounts_file, hash_key
from smsmail.gateway.server.hashed import Password
from smsmail.gateway.server.verify import Verifier
from tests.support.running import Gateway, Peer, mail, quick_hash

pytestmark = pytest.mark.process

PSW, KEY = "Kx7vPq2m", "Zq8wYt5rZq8wYt5rZq8w"


def test_hashed_secrets_over_smtp(tmp_path: Path) -> None:
    accounts = f"""
        [[account]]
        login = "alex"
        psw_hash = "{quick_hash(PSW)}"
        apikey_hashes = ["{hash_key(KEY)}"]
        [[account]]
        login = "other"
        psw_hash = "{quick_hash("Wm4nBv6c")}"
    """
    requests = {
        f"alex:{PSW}": ("accepted", None),
        "alex:wrong": ("refused", 2),
        "alex:Wm4nBv6c": ("refused", 2),
        f"other:{PSW}": ("refused", 2),
        "other:Wm4nBv6c": ("accepted", None),
        f"nobody:{PSW}": ("refused", 2),
        f":{KEY}": ("accepted", None),
        f":{PSW}": ("refused", 2),
        f"alex:{KEY}": ("refused", 2),
    }
    with Gateway(tmp_path, accounts=accounts) as gateway:
        with gateway.client() as client:
            for number, request in enumerate([*requests, *requests]):
                text = f"{request}::::7999123{number:04}:hello"
                client.sendmail("client@example.org", ["send@send.smscentre.com"], mail(text))
        assert gateway.rows("SELECT kind, error FROM mails ORDER BY seq") == [*requests.values(), *requests.values()]
        assert "plain_password" not in gateway.log
        assert PSW not in gateway.log
        assert KEY not in gateway.log


class SlowPassword(Password):
    """Takes as long to be verified as it is told to."""

    def __init__(self, right: str, login: str) -> None:
        super().__init__(quick_hash("unused"), login)
        self.may_end = threading.Event()
        self.verifications = 0
        self._text = right

    def verify(self, given: str) -> bool:
        self.verifications += 1
        assert self.may_end.wait(60)
        return given == self._text


def test_who_tries_passwords_of_one_account_does_not_delay_another() -> None:
    attacked, other = SlowPassword("right", "attacked"), SlowPassword("right", "other")
    other.may_end.set()

    async def run() -> list[bool]:
        verifier = Verifier(2)
        guesses = [asyncio.create_task(verifier.settle(lambda: attacked.matches("wrong"), "a")) for _ in range(50)]
        await asyncio.sleep(0)
        found = await verifier.settle(lambda: other.matches("right"), "b")
        assert not any(guess.done() for guess in guesses)
        attacked.may_end.set()
        guessed = await asyncio.gather(*guesses)
        verifier.end()
        return [found, *guessed]

    assert asyncio.run(run()) == [True] + [False] * 50
    assert attacked.verifications == 1  # the others asked the same, and were told the same


def test_nothing_comes_between_the_verification_and_what_it_is_for() -> None:
    """What is asked is asked again as a whole, as often as there are passwords in it, and the last time without a pause."""
    passwords = [Password(quick_hash("right")) for _ in range(3)]
    asked: list[int] = []

    def ask() -> bool:
        asked.append(len(asked))
        return all(password.matches("right") for password in passwords)

    async def run() -> bool:
        verifier = Verifier(2)
        try:
            return await verifier.settle(ask)
        finally:
            verifier.end()

    assert asyncio.run(run())
    assert asked == [0, 1, 2, 3]


def test_wrong_passwords_are_not_remembered_without_end() -> None:
    password = Password(quick_hash(PSW))
    for number in range(5000):
        password.remember(f"wrong {number}", right=False)
    assert not password.matches("wrong 4999")
    with pytest.raises(Exception, match="verified"):
        password.matches("wrong 0")


def test_others_are_served_while_wrong_passwords_are_tried(tmp_path: Path) -> None:
    accounts = f"""
        [[account]]
        login = "alex"
        psw_hash = "{quick_hash(PSW)}"
        [[account]]
        login = "other"
        psw = "{PSW}"
    """
    with Gateway(tmp_path, accounts=accounts) as gateway:
        guessing = [Peer(gateway.port).begin().up_to_data() for _ in range(20)]
        for number, peer in enumerate(guessing):
            peer.write(mail(f"alex:guess{number}::::79991234567:hello") + b".\r\n")
        gateway.send(f"other:{PSW}::::79991234567:hello")
        gateway.send(f"alex:{PSW}::::79991234567:hello")
        for peer in guessing:
            assert peer.answer().startswith("250")
            peer.close()
        assert gateway.rows("SELECT login FROM mails WHERE kind = 'accepted' ORDER BY login") == [("alex",), ("other",)]
        assert gateway.rows("SELECT count(*) FROM mails WHERE error = 2") == [(20,)]


class CountingPassword(Password):
    """Counts how often a hash is verified, of whichever login."""

    verifications = 0

    def verify(self, given: str) -> bool:
        CountingPassword.verifications += 1
        return super().verify(given)


@pytest.mark.parametrize("is_known", [False, True])
def test_a_wrong_password_takes_as_long_whether_there_is_such_a_login_or_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_known: bool
) -> None:
    """One verification the first time and none the next, before and after the right password was given; so it is for a
    login with a hash, for one with a plain password, and for none."""
    monkeypatch.setattr(accounts_file, "Password", CountingPassword)
    (tmp_path / "accounts.toml").write_text(
        f'[[account]]\nlogin = "alex"\npsw_hash = "{quick_hash(PSW)}"\n[[account]]\nlogin = "plain"\npsw = "{PSW}"\n'
    )
    found = accounts_file.read_accounts(tmp_path / "accounts.toml")
    index = begin(found.accounts, nobody=found.nobody).accounts

    async def verifications(verifier: Verifier, login: str, psw: str) -> int:
        before = CountingPassword.verifications
        account = await verifier.settle(lambda: index.owner(login, psw))
        assert (account is not None) == (psw == PSW and login in ("alex", "plain"))
        return CountingPassword.verifications - before

    async def run() -> None:
        verifier = Verifier(2)
        if is_known:
            assert await verifications(verifier, "alex", PSW) == 1
            assert await verifications(verifier, "alex", PSW) == 0
            assert await verifications(verifier, "plain", PSW) == 0
        for psw in ("wrong", "wrong too"):
            for login in ("alex", "plain", "nobody", "x"):
                assert await verifications(verifier, login, psw) == 1
                assert await verifications(verifier, login, psw) == 0
        for login in ("nobody", "x"):
            assert await verifications(verifier, login, PSW) == 1
        verifier.end()

    asyncio.run(run())
