"""How Sphinx builds the site. ``tox -e docs`` does it, with warnings as errors."""

import sys
from pathlib import Path

import smsmail
from smsmail.versions import ALL

sys.path.insert(0, str(Path(__file__).parent))

project = "smsmail"
author = "the smsmail project"
copyright = f"the smsmail project. MIT license. Not affiliated with SMSCentre. This site is of {ALL}."
version = release = smsmail.__version__
language = "en"

extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "_ext.boxes",
    "_ext.citations",
    "_ext.statements",
    "_ext.register",
    "_ext.topics",
    "_ext.examples",
    "_ext.diagrams",
    "_ext.commands",
    "_ext.objects",
    "_ext.shapes",
    "_ext.anchors",
    "_ext.outside",
    "_ext.source",
    "_ext.edition",
    "_ext.finding",
    "_ext.navigation",
    "_ext.trial",
]

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist", "attrs_inline"]
myst_heading_anchors = 4
myst_ref_domains = ["std"]  # many a field has the name of an attribute

# What is written is what is meant: commands have two hyphens and straight quotes.
smartquotes = False

autodoc_typehints = "signature"
autodoc_class_signature = "mixed"
python_use_unqualified_type_names = True

exclude_patterns = ["_build", "_ext", "_static"]
highlight_language = "text"

html_theme = "furo"
html_title = "smsmail"
html_static_path = ["_static"]
html_css_files = ["smsmail.css"]
html_copy_source = False
html_search_scorer = str(Path(__file__).parent / "_ext" / "search.js")
html_show_sphinx = False
html_permalinks_icon = "¶"
html_theme_options = {"navigation_with_keys": True}
pygments_style = "default"
pygments_dark_style = "github-dark"
