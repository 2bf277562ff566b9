"""STARTTLS."""

import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.support.running import CLIENT, PSW, SERVICE, Gateway, Peer, mail

pytestmark = pytest.mark.process


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("tls")
    certificate = authority.issue_cert("127.0.0.1")
    certificate.private_key_pem.write_to_path(folder / "key.pem")
    for part in certificate.cert_chain_pems:
        part.write_to_path(folder / "cert.pem", append=True)
    options = ["--tls-cert", str(folder / "cert.pem"), "--tls-key", str(folder / "key.pem")]
    with Gateway(folder, *options) as running:
        yield running
        assert running.stop() == 0
        assert running.events("bug") == []


def context(authority: trustme.CA) -> ssl.SSLContext:
    made = ssl.create_default_context()
    made.load_verify_locations(cadata=authority.cert_pem.bytes().decode())
    return made


def test_a_mail_over_tls(gateway: Gateway, authority: trustme.CA) -> None:
    before = gateway.rows("SELECT count(*) FROM mails")[0][0]
    with gateway.client() as client:
        client.starttls(context=context(authority))
        client.ehlo()
        assert not client.has_extn("starttls")
        assert not client.has_extn("auth")
        client.sendmail(CLIENT, [SERVICE], mail(f"alex:{PSW}::::79991234567:hello"))
    assert gateway.rows("SELECT count(*) FROM mails") == [(before + 1,)]


def test_a_client_without_tls_is_served_too(gateway: Gateway) -> None:
    before = gateway.rows("SELECT count(*) FROM mails")[0][0]
    gateway.send(f"alex:{PSW}::::79991234568:hello")
    assert gateway.rows("SELECT count(*) FROM mails") == [(before + 1,)]


def test_what_was_said_before_tls_does_not_count(gateway: Gateway, authority: trustme.CA) -> None:
    """Neither what was sent ahead into the plain stream, nor the sender named there (RFC 3207)."""
    with Peer(gateway.port).begin() as peer:
        assert peer.ask(b"MAIL FROM:<a@example.org>").startswith("250")
        peer.write(b"STARTTLS\r\nRCPT TO:<send@send.smscentre.com>\r\n")
        assert peer.answer().startswith("220")
        with context(authority).wrap_socket(peer.socket, server_hostname="127.0.0.1") as secured:
            secured.sendall(b"NOOP\r\nDATA\r\nQUIT\r\n")
            said = b""
            while octets := secured.recv(1000):
                said += octets
    assert [line[:3] for line in said.splitlines()] == [b"250", b"503", b"221"]


def test_a_handshake_that_is_none(gateway: Gateway) -> None:
    for words in (b"\x00" * 100, b"EHLO x\r\n" * 10, b""):
        with Peer(gateway.port).begin() as peer:
            assert peer.ask(b"STARTTLS").startswith("220")
            peer.write(words)
    with gateway.client() as client:
        assert client.noop()[0] == 250


def test_a_key_that_does_not_fit(tmp_path: Path, authority: trustme.CA) -> None:
    one, other = authority.issue_cert("127.0.0.1"), authority.issue_cert("127.0.0.1")
    one.private_key_and_cert_chain_pem.write_to_path(tmp_path / "both.pem")
    other.private_key_pem.write_to_path(tmp_path / "other.pem")
    with Gateway(tmp_path, "--tls-cert", str(tmp_path / "both.pem")) as running, running.client() as client:
        client.starttls(context=context(authority))
    with pytest.raises(AssertionError, match="cannot be used"):
        Gateway(tmp_path, "--tls-cert", str(tmp_path / "both.pem"), "--tls-key", str(tmp_path / "other.pem"))


def test_tls_is_needed_for_no_name_but_ours(gateway: Gateway) -> None:
    """A client that does not know who signed the certificate does not go on; the server bears it."""
    with gateway.client() as client, pytest.raises(ssl.SSLCertVerificationError):
        client.starttls(context=ssl.create_default_context())
    with gateway.client() as client:
        assert client.noop()[0] == 250


@pytest.mark.parametrize("begun", ["no handshake", "idle", "after QUIT"])
def test_tls_does_not_hold_up_a_stop(tmp_path: Path, authority: trustme.CA, begun: str) -> None:
    """Neither a client who never begins with TLS, nor one who does not take leave of it; that is waited for 30 seconds."""
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(tmp_path / "both.pem")
    with Gateway(tmp_path, "--tls-cert", str(tmp_path / "both.pem")) as running, Peer(running.port).begin() as peer:
        assert peer.ask(b"STARTTLS").startswith("220")
        secured = None
        if begun != "no handshake":
            secured = context(authority).wrap_socket(peer.socket, server_hostname="127.0.0.1")
            secured.sendall(b"NOOP\r\n")
            assert secured.recv(3) == b"250"
        if secured and begun == "after QUIT":
            secured.sendall(b"QUIT\r\n")
        running.process.terminate()
        try:
            assert running.process.wait(20) == 0
        except subprocess.TimeoutExpired:
            pytest.fail("it goes on")
        finally:
            if secured:
                secured.close()
        assert running.events("stopped")
        assert not running.events("bug")
