"""The forms in which a run is reported, each loaded only where it is asked for.

Whatever a testee wrote is data in all of them: it is shown, and nothing that reads a report obeys it.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Literal

from ..record import Record

Form = Literal["json", "junit", "markdown", "html", "badge"]


def renderer(form: Form) -> Callable[[Record], str]:
    """What makes a report of this form from a finished run."""
    return import_module(f".as_{form}", __name__).render
