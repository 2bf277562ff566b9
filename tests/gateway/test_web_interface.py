"""The HTTP interface of the gateway: what tests of applications use, and who may use it."""

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from smsmail.gateway.server import watch
from tests.support.running import PSW
from tests.support.web import in_a_loop, scene

REQUEST = f"alex:{PSW}:{{id}}::,,,1:79991234567:hello"


@in_a_loop
async def test_list_get_and_delete(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        for number in range(1, 4):
            await here.send(f"alex:{PSW}:n{number}:::7999123456{number}:hello {number}")
        listed = await here.json("/api/messages?limit=2")
        assert [one["seq"] for one in listed["mails"]] == [3, 2]
        assert [one["seq"] for one in (await here.json(f"/api/messages?before={listed['next']}"))["mails"]] == [1]
        for wanted in ("phone=%2B79991234562", "text=HELLO+2", "id=n2"):
            assert [one["seq"] for one in (await here.json(f"/api/messages?{wanted}"))["mails"]] == [2]
        one = await here.json("/api/messages/2")
        assert one["messages"][0]["content"] == {"kind": "text", "text": "hello 2"}
        assert (one["from"], one["kind"], one["sms"], one["id"]) == ("client@example.org", "accepted", 1, "n2")
        assert "hello 2" in (await here.get("/api/messages/2/raw")).text
        assert (await here.client.delete("/api/messages/2")).json() == {"deleted": 1}
        assert (await here.get("/api/messages/2")).status_code == 404
        assert (await here.client.delete("/api/messages")).json() == {"deleted": 2}
        assert await here.json("/api/messages") == {"mails": [], "next": None}


@in_a_loop
async def test_a_mail_whose_reply_waits_is_not_deleted(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        await here.send(REQUEST.format(id=7))
        assert (await here.json("/api/messages/1"))["reply"] == {
            "text": "OK - 1 SMS, ID - 7",
            "state": "waiting",
            "problem": None,
            "tries": 0,
        }
        assert (await here.client.delete("/api/messages/1")).status_code == 409
        assert (await here.json("/health"))["replies_waiting"] == 1


@in_a_loop
async def test_wait_for_what_comes(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        await here.send(REQUEST.format(id=1))
        waiting = asyncio.create_task(here.get("/api/wait?id=2&timeout=60"))
        while not (await here.json("/api/messages?id=1"))["mails"]:
            pass
        await here.send(REQUEST.format(id=2))
        assert (await waiting).json()["id"] == "2"
        assert (await here.json("/api/wait?phone=79991234567&timeout=0"))["id"] == "2"
        late = await here.get("/api/wait?phone=7000&timeout=0.01")
        assert late.status_code == 404
        assert "0.01 s" in late.json()["error"]


@in_a_loop
async def test_balance_clock_and_errors_are_set(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        assert (await here.client.put("/api/accounts/alex", json={"balance": 1})).json() == {"ok": True}
        await here.send(f"alex:{PSW}:::,,,1:79991234567,79995554433:hello")
        assert (await here.json("/api/messages/1"))["error"] == 3
        assert [one["balance"] for one in await here.json("/api/accounts")] == [1]
        assert (await here.client.put("/api/accounts/bob", json={"balance": 1})).status_code == 404
        assert (await here.client.post("/api/fail", json={"error": 6})).json() == {"ok": True}
        await here.send(REQUEST.format(id=7))
        await here.send(REQUEST.format(id=7))
        assert [(await here.json(f"/api/messages/{seq}"))["error"] for seq in (2, 3)] == [6, None]
        assert (await here.client.put("/api/clock", json={"now": "2031-01-01T00:00:00+03:00"})).json() == {"ok": True}
        await here.send(REQUEST.format(id=8))
        assert (await here.json("/api/messages/4"))["received"] == "2030-12-31T21:00:00Z"


@pytest.mark.parametrize("now", ["9999-12-31T23:59:59-00:01", "0001-01-01T00:00:00+00:01", "1969-12-31T23:59:59Z"])
@in_a_loop
async def test_a_time_that_leaves_no_room_is_refused_at_each_door(tmp_path: Path, now: str) -> None:
    async with scene(tmp_path) as here:
        account = {"login": "alex", "psw": PSW}
        for answer in (
            await here.client.put("/api/clock", json={"now": now}),
            await here.client.post("/control", json={"op": "clock", "now": now}),
            await here.client.post("/control", json={"op": "reset", "account": account, "now": now}),
        ):
            assert 400 <= answer.status_code < 500
            assert "year" in answer.json()["error"]
        await here.send(REQUEST.format(id=8))
        with sqlite3.connect(tmp_path / "store.sqlite") as db:  # As earlier versions may have left it.
            db.execute("UPDATE mails SET received = ?", (now,))
        for path in ("/", "/phones", "/mail/1", "/api/messages"):
            assert (await here.get(path)).status_code == 200


@in_a_loop
async def test_an_order_of_brackets_without_end_is_refused(tmp_path: Path) -> None:
    deep = "[" * 2000 + "]" * 2000
    async with scene(tmp_path) as here:
        order = f'{{"op": "reset", "now": "2030-01-31T12:00:00Z", "account": {{"login": "a", "psw": {deep}}}}}'
        assert (await here.client.put("/api/clock", content=f'{{"now":{deep[1:-1]}}}')).status_code == 422
        assert (await here.client.post("/control", content=order)).status_code == 400


@in_a_loop
async def test_an_address_that_is_none_is_refused(tmp_path: Path) -> None:
    async with scene(tmp_path, hosts=None) as here:
        for host in ("[", "[::1", "localhost"):
            for path in (f"/mail/{'9' * 5000}", "/api/messages/99999999999999999999", "/nowhere"):
                assert (await here.get(path, headers={"Host": host})).status_code == 404


@in_a_loop
async def test_a_balance_lasts(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        await here.client.put("/api/accounts/alex", json={"balance": 77})
        assert ("balance:alex", "77") in [(fact.key, fact.value) for fact in here.store.facts()]


@in_a_loop
async def test_the_control_by_http(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        hello = (await here.client.post("/control", json={"op": "hello", "control": 1})).json()
        assert (hello["control"], hello["implementation"]) == (1, "smsmail gateway")
        account = {"login": "bob", "psw": PSW, "balance": 5}
        order = {"op": "reset", "account": account, "now": "2030-01-31T12:00:00+03:00"}
        assert (await here.client.post("/control", json=order)).json() == {"ok": True}
        assert [one["login"] for one in await here.json("/api/accounts")] == ["bob"]
        wrong = await here.client.post("/control", json={"op": "stop"})
        assert wrong.status_code == 400
        assert "stop" in wrong.json()["error"]


@in_a_loop
async def test_what_takes_too_long_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "_PATIENCE", 0.1)
    async with scene(tmp_path) as here:
        await here.send(REQUEST.format(id=7))
        late = await here.client.post("/control", json={"op": "settle"})
        assert late.status_code == 504
        assert late.json() == {
            "error": "the gateway was not done with this within 0.1 s: 1 reply waits to be delivered"
        }
        assert (await here.client.post("/control", content=b"x" * 1_100_000)).status_code == 413


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/control", {"op": "hello", "control": 1}),
        ("PUT", "/api/accounts/alex", {"balance": 1}),
        ("PUT", "/api/clock", {"now": None}),
        ("POST", "/api/fail", {"error": 1}),
    ],
)
@in_a_loop
async def test_a_gateway_with_accounts_of_its_own_is_not_controlled(
    tmp_path: Path, method: str, path: str, body: dict[str, Any]
) -> None:
    async with scene(tmp_path, control=False) as here:
        answer = await here.client.request(method, path, json=body)
        assert answer.status_code == 403
        assert "--accounts" in answer.json()["error"]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/api/messages?limit=0", "limit"),
        ("/api/messages?limit=x", "limit"),
        ("/api/messages?nothing=1", "nothing"),
        ("/api/messages?id=1&id=2", "twice"),
        ("/api/wait?timeout=61", "timeout"),
        ("/api/wait?timeout=nan", "timeout"),
    ],
)
@in_a_loop
async def test_what_cannot_be_asked(tmp_path: Path, path: str, says: str) -> None:
    async with scene(tmp_path) as here:
        answer = await here.get(path)
        assert answer.status_code == 422
        assert says in answer.json()["error"]


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {"Host": "evil.example"}, 421),
        ("GET", {"Host": "localhost.evil.example"}, 421),
        ("GET", {"Host": "localhost:8025"}, 200),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, 403),
        ("GET", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, 200),
        ("DELETE", {"Origin": "http://evil.example"}, 403),
        ("DELETE", {"Origin": "http://localhost:1", "Sec-Fetch-Site": "same-site"}, 403),
        ("DELETE", {"Origin": "null"}, 403),
        ("DELETE", {"Origin": "http://["}, 403),
        ("DELETE", {"Origin": "http://localhost/["}, 403),
        ("GET", {"Host": "["}, 421),
        ("GET", {"Host": "[::1"}, 421),
        ("GET", {"Host": "localhost:["}, 421),
        ("DELETE", {"Sec-Fetch-Site": "cross-site"}, 403),
        ("DELETE", {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
@in_a_loop
async def test_another_site_gets_nothing_done(
    tmp_path: Path, method: str, headers: dict[str, str], status: int
) -> None:
    async with scene(tmp_path) as here:
        answer = await here.client.request(method, "/api/messages", headers=headers)
        assert answer.status_code == status


@in_a_loop
async def test_with_a_token_nobody_gets_in_without(tmp_path: Path) -> None:
    async with scene(tmp_path, token="let-me-in", hosts=None) as here:
        assert (await here.get("/api/messages")).status_code == 401
        assert (await here.get("/api/messages", headers={"Authorization": "Bearer wrong"})).status_code == 401
        assert (await here.get("/api/messages", headers={"Authorization": "Bearer let-me-in"})).status_code == 200
        asked = await here.get("/", headers={"Accept": "text/html"})
        assert (asked.status_code, asked.headers["location"]) == (303, "/enter")
        wrong = await here.client.post("/enter", content=b"token=wrong\r\n")
        assert wrong.status_code == 403
        assert "not the token" in wrong.text
        assert (await here.client.post("/enter", content=b"token=" + b"x" * 2000)).status_code == 413
        entered = await here.client.post("/enter", content=b"token=let-me-in\r\n")
        assert entered.status_code == 303
        assert {"HttpOnly", "SameSite=strict"} <= {*entered.headers["set-cookie"].split("; ")}
        assert (await here.get("/")).status_code == 200
        assert (await here.get("/health")).status_code == 200


@pytest.mark.parametrize("path", ["/", "/api/messages", "/static/page.js", "/nowhere", "/openapi.json"])
@in_a_loop
async def test_what_a_browser_may_do_with_an_answer(tmp_path: Path, path: str) -> None:
    async with scene(tmp_path) as here:
        headers = (await here.get(path)).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


@in_a_loop
async def test_a_store_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        (tmp_path / "store.sqlite").rename(tmp_path / "elsewhere.sqlite")
        answer = await here.get("/health")
        assert answer.status_code == 503
        assert answer.json()["ok"] is False
        assert "store.sqlite" in answer.json()["store"]
