"""Several implementations side by side, made of the JSON reports of their runs.

Example::

    matrix = Matrix.of([read_run(Path("javascript.json")), read_run(Path("php.json"))])
    print([row.id for row in matrix.rows if row.differs])
"""

from collections.abc import Callable
from importlib import import_module

from .reading import BadReport, read_run
from .run import Cell, Run
from .table import CaseRow, Matrix

__all__ = ["BadReport", "CaseRow", "Cell", "Matrix", "Run", "read_run", "renderer"]


def renderer(form: str) -> Callable[[Matrix], str]:
    """What makes json, markdown or html of a matrix, loaded only where it is asked for."""
    return import_module(f".as_{form}", __name__).render
