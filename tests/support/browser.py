"""Debian's Chromium, driven by Playwright, with one page that reaches no network but this machine.

Playwright's own browser is not needed. What it runs in is a thread of its own: its loop would be in the way of the tests
that have one.
"""

import os
import time
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from playwright.sync_api import Browser, BrowserContext, sync_playwright
from playwright.sync_api import Page as Tab

from tests.support.interpreters import interpreter

_Found = TypeVar("_Found")

_PATIENCE = 60_000
"""Milliseconds until something that has to happen is taken to have failed."""


class Page:
    """One page, with all that it logged, and all that it asked to load."""

    def __init__(self, thread: ThreadPoolExecutor, browser: Browser) -> None:
        self._thread, self._browser = thread, browser
        self._context: BrowserContext | None = None
        self.logged: list[str] = []
        self.requested: list[str] = []

    def open(
        self, place: Path | str, *, width: int = 1280, height: int = 900, dark: bool = False, script: bool = True
    ) -> None:
        """Show a file or an address, in a window of this size, and wait until it is there."""
        self.do(lambda: self._open(place, width, height, dark, script))

    def do(self, work: Callable[[], _Found]) -> _Found:
        """What *work* gives, done where Playwright may be used."""
        return self._thread.submit(work).result()

    def see(self, selector: str) -> None:
        """Wait until there is what the selector names, and it can be seen."""
        self.do(lambda: self.tab.wait_for_selector(selector, timeout=_PATIENCE))

    def until(self, expression: str) -> None:
        """Wait until an expression of JavaScript is true there."""
        # Playwright's own way has the page evaluate a text, which its policy forbids.
        deadline = time.monotonic() + _PATIENCE / 1000
        while not self.value(expression):
            assert time.monotonic() < deadline, f"waited in vain for {expression}"
            time.sleep(0.05)

    def value(self, expression: str) -> Any:
        """What an expression of JavaScript gives there, a promise what it is fulfilled with."""
        return self.do(lambda: self.tab.evaluate(expression))

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        self.do(lambda: self.tab.keyboard.press(key))

    def type(self, text: str) -> None:
        """Write a text where the focus is."""
        self.do(lambda: self.tab.keyboard.insert_text(text))

    def click(self, selector: str) -> None:
        """Click on what the selector names, once it can be."""
        self.do(lambda: self.tab.click(selector, timeout=_PATIENCE))

    def violations(self) -> list[str]:
        """What axe-core finds wrong for people who see, hear or move differently."""
        axe = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
        self.do(lambda: self.tab.evaluate(axe))
        found: list[Any] = self.value("axe.run().then((result) => result.violations)")
        return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]

    def close(self) -> None:
        """Close the page."""
        if self._context is not None:
            self.do(self._context.close)

    def _open(self, place: Path | str, width: int, height: int, dark: bool, script: bool) -> None:
        if self._context is not None:
            self._context.close()
        self.logged.clear()
        self.requested.clear()
        self._context = self._browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )
        self.tab: Tab = self._context.new_page()
        self.tab.on("console", lambda said: self.logged.append(f"{said.type}: {said.text}"))
        self.tab.on("pageerror", lambda error: self.logged.append(f"exception: {error}"))
        self.tab.on("dialog", lambda dialog: self.logged.append(f"dialog: {dialog.message}") or dialog.dismiss())
        self.tab.on("request", lambda request: self.requested.append(request.url))
        address = place if isinstance(place, str) else place.absolute().as_uri()
        self.tab.goto(address, wait_until="load", timeout=_PATIENCE)


@contextmanager
def browser() -> Generator[Page]:
    """Chromium with one page, which knows and keeps nothing from elsewhere."""
    program = interpreter("chromium", "chromium-browser", "google-chrome", "chrome")
    options = ["--disable-background-networking", "--no-proxy-server", "--disable-dev-shm-usage"]
    options += ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]

    with ThreadPoolExecutor(1, thread_name_prefix="browser") as thread:
        playwright = thread.submit(lambda: sync_playwright().start()).result()
        try:
            started = thread.submit(
                lambda: playwright.chromium.launch(
                    executable_path=program, args=options, chromium_sandbox=os.geteuid() != 0
                )
            ).result()
            page = Page(thread, started)
            try:
                yield page
            finally:
                page.close()
                thread.submit(started.close).result()
        finally:
            thread.submit(playwright.stop).result()
