"""The API reference: each public object of a package, from its docstring, and none left out."""

import inspect
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any, get_args

import msgspec
from docutils import nodes
from docutils.statemachine import StringList
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.pycode import ModuleAnalyzer
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

_LOGGER = logging.getLogger(__name__)

_PACKAGES = ("smsmail.codec", "smsmail.gateway", "smsmail.conformance", "smsmail.grammar")


class Objects(SphinxDirective):
    """``.. objects:: PACKAGE`` with names as content, or ``:all:`` for all that are public and not named as content."""

    required_arguments = 1
    has_content = True
    option_spec = {"all": lambda _: True}  # noqa: RUF012 (docutils' own way)

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        package = import_module(name)
        public = list(getattr(package, "__all__", ()))
        names = " ".join(self.content).split()
        for missing in set(names).difference(public):
            _LOGGER.warning("%s has no public %s", name, missing, location=self.get_location())
        if "all" in self.options:
            names = [one for one in public if one not in names]
        lines = [
            line for one in names if hasattr(package, one) for line in _described(name, one, getattr(package, one))
        ]
        box = nodes.container()
        self.state.nested_parse(StringList(lines, f"<objects of {name}>"), 0, box)
        return list(box.children)


def _described(package: str, name: str, value: Any) -> Iterator[str]:
    if inspect.isclass(value):
        kind = "autoexception" if issubclass(value, BaseException) else "autoclass"
        yield from (
            f".. {kind}:: {package}.{name}{_arguments(value)}",
            "   :members:",
            "   :member-order: bysource",
            "",
        )
    elif inspect.isroutine(value):
        yield from (f".. autofunction:: {package}.{name}", "")
    else:
        yield f".. py:data:: {package}.{name}"
        if ways := get_args(value):
            yield f"   :value: {' | '.join(getattr(way, '__name__', repr(way)) for way in ways)}"
        yield from ("", *(f"   {line}" for line in _docstring(package, name, value)), "")


def _arguments(value: type) -> str:
    """The arguments of a struct, without types: those stand with the attributes, which come right below."""
    if not issubclass(value, msgspec.Struct):
        return ""
    try:
        signature = inspect.signature(value)
    except TypeError:  # An annotation that only a type checker can follow.
        return "(…)"
    plain = [one.replace(annotation=one.empty, default=_plain(one.default)) for one in signature.parameters.values()]
    return str(signature.replace(parameters=plain, return_annotation=signature.empty))


def _plain(default: object) -> object:
    """A member of an enumeration as its number."""
    return int(default) if isinstance(default, int) else default


def _docstring(package: str, name: str, value: Any) -> list[str]:
    """What stands below the definition of a value, in whichever module of the package that is."""
    for module, namespace in list(sys.modules.items()):
        if module.startswith(package) and getattr(namespace, name, None) is value:
            found = ModuleAnalyzer.for_module(module).find_attr_docs().get(("", name))
            if found:
                return found
    if not get_args(value):  # A choice of literals or types says it all.
        _LOGGER.warning("%s.%s has no docstring", package, name)
    return []


def check(app: Sphinx, env: BuildEnvironment) -> None:
    """Whether every public object is on some page."""
    shown = env.domains.python_domain.objects
    for package in _PACKAGES:
        for name in import_module(package).__all__:
            if f"{package}.{name}" not in shown:
                _LOGGER.warning("%s.%s is public and on no page", package, name)


def setup(app: Sphinx) -> dict[str, bool]:
    app.add_directive("objects", Objects)
    app.connect("env-check-consistency", check)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
