"""``python -m benchmarks.watching``: mails a second while the page is watched, beside the same while nobody looks.

It needs Chromium, and Playwright (``--group test``). Two browsers have the inbox open, and eight clients read the stream of
events. The two gateways, each a process, take turns.
"""

import argparse
import os
import shutil
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from statistics import median
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from .gateway_client import send
from .gateway_servers import running

_BROWSERS, _STREAMS = 2, 8
_CONNECTIONS = 10


@contextmanager
def watched(url: str) -> Generator[list[Page]]:
    """The page at *url* while it is: the browsers that do."""
    options = [] if os.geteuid() else ["--no-sandbox"]  # there is none for root
    with ExitStack() as stack:
        pages: list[Page] = []
        playwright = stack.enter_context(sync_playwright())
        for _ in range(_BROWSERS):
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=options)
            stack.callback(browser.close)
            page = browser.new_page()
            page.goto(url)
            page.wait_for_selector("#pause")
            pages.append(page)
        connections = [HTTPConnection(urlsplit(url).netloc, timeout=60) for _ in range(_STREAMS)]
        pool = stack.enter_context(ThreadPoolExecutor(_STREAMS))
        for connection in connections:
            connection.request("GET", "/events")
            pool.submit(_follow, connection)
        try:
            yield pages
        finally:
            for connection in connections:
                if connection.sock:
                    connection.sock.shutdown(2)


def _follow(connection: HTTPConnection) -> None:
    with suppress(OSError, HTTPException):
        answer = connection.getresponse()
        while answer.readline():
            pass


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.watching", description=__doc__)
    parser.add_argument("--mails", type=int, default=3000, help="in a round")
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    alone: list[float] = []
    seen: list[float] = []
    with running("page") as quiet, running("page") as busy, watched(busy.url) as pages, ThreadPoolExecutor(1) as apart:
        for round in range(given.rounds + 1):
            for server, rates in ((quiet, alone), (busy, seen)):
                # Not in this thread, in which Playwright has a loop.
                sent = apart.submit(send, server.port, given.mails, _CONNECTIONS).result()
                if round:  # the first one warms up
                    rates.append(sent.rate)
        last = f"Mail {(given.rounds + 1) * given.mails}"
        for page in pages:
            page.wait_for_selector(f"text={last} >> nth=0", timeout=60_000)
    print(f"{_CONNECTIONS} connections, {given.rounds} rounds of {given.mails} mails, the median:")
    print(f"nobody looks                   {median(alone):7.0f} mails/s")
    print(
        f"{_BROWSERS} browsers, {_STREAMS} event streams   {median(seen):7.0f} mails/s, {median(seen) / median(alone):.2f} of it"
    )
    print(f"each browser shows {last} at the end")


if __name__ == "__main__":
    main()
