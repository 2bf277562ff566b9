"""A page in headless Chromium, driven by its own debugging protocol over a pair of pipes: nothing beside it is needed."""

import json
import os
import subprocess
import sys
from base64 import b64decode
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from tests.support.interpreters import interpreter


class Page:
    """One page, with all that it logged, and all that it asked to load."""

    def __init__(self, commands: IO[bytes], answers: IO[bytes]) -> None:
        self._commands = commands
        self._answers = answers
        self._number = 0
        self._session: dict[str, str] = {}
        self._seen: list[str] = []
        self.logged: list[str] = []
        self.requested: list[str] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = {"sessionId": self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        for domain in ("Page", "Runtime", "Log", "Network"):
            self._ask(f"{domain}.enable")

    def open(
        self, file: Path, *, width: int = 1280, height: int = 900, dark: bool = False, script: bool = True
    ) -> None:
        """Show a file, in a window of this size, and wait until it is there."""
        self.logged.clear()
        self.requested.clear()
        self._ask("Emulation.setScriptExecutionDisabled", value=not script)
        self._ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self._ask("Emulation.setEmulatedMedia", features=[scheme])
        self._seen.clear()
        self._ask("Page.navigate", url=file.absolute().as_uri())
        while "Page.loadEventFired" not in self._seen:
            self._read()

    def value(self, expression: str) -> Any:
        """What an expression of JavaScript gives there, a promise what it is fulfilled with."""
        found = self._ask("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def press(self, key: str, *, code: int) -> None:
        """Press a key and let it go."""
        text = {"text": " "} if key == " " else {}
        for kind in ("keyDown", "keyUp"):
            self._ask("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code, **text)

    def type(self, text: str) -> None:
        """Write a text where the focus is."""
        self._ask("Input.insertText", text=text)

    def picture(self, file: Path) -> None:
        """Save what is to be seen in the window."""
        file.write_bytes(b64decode(self._ask("Page.captureScreenshot", format="png")["data"]))

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters, **self._session}
        self._commands.write(json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer["error"])
                return answer["result"]

    def _read(self) -> dict[str, Any]:
        message = bytearray()
        while (octet := self._answers.read(1)) != b"\0":
            assert octet, "Chromium has ended"
            message += octet
        heard: dict[str, Any] = json.loads(message)
        self._note(heard.get("method", ""), heard.get("params", {}))
        return heard

    def _note(self, event: str, told: dict[str, Any]) -> None:
        self._seen.append(event)
        match event:
            case "Runtime.consoleAPICalled":
                self.logged.append(f"{told['type']}: {told['args']}")
            case "Runtime.exceptionThrown":
                self.logged.append(f"exception: {told['exceptionDetails']}")
            case "Log.entryAdded":
                self.logged.append(f"{told['entry']['level']}: {told['entry']['text']}")
            case "Network.requestWillBeSent":
                self.requested.append(told["request"]["url"])
            case _:
                pass


# Chromium reads commands from 3 and writes answers to 4.
_STARTER = """
import fcntl, os, sys
reading, writing = (fcntl.fcntl(int(number), fcntl.F_DUPFD, 10) for number in sys.argv[1:3])
os.dup2(reading, 3)
os.dup2(writing, 4)
os.execv(sys.argv[3], sys.argv[3:])
"""


@contextmanager
def browser(profile: Path) -> Generator[Page]:
    """Chromium with one page, which knows and keeps nothing outside of `profile`, and reaches no network."""
    words = [
        interpreter("chromium", "chromium-browser", "google-chrome", "chrome"),
        "--headless",
        "--disable-gpu",
        "--disable-background-networking",
        "--no-first-run",
        "--no-proxy-server",
    ]
    words += [f"--user-data-dir={profile}", "--host-resolver-rules=MAP * ~NOTFOUND", "--remote-debugging-pipe"]
    words += ["--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        words.append("--no-sandbox")  # there is none for root
    reading, to_browser = os.pipe()
    from_browser, writing = os.pipe()
    with os.fdopen(to_browser, "wb", buffering=0) as commands, os.fdopen(from_browser, "rb") as answers:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _STARTER, str(reading), str(writing), *words],
            pass_fds=(reading, writing),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(reading)
        os.close(writing)
        try:
            yield Page(commands, answers)
        finally:
            process.kill()
            process.wait()
