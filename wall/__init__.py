"""A wall of real implementations: published packages that segment texts, put to the suite (``tox -e wall``).

It belongs to the repository and to no wheel. The packages are pinned, in a file of each registry, and installed apart from
all else; `results.json` is what was measured, and `docs/wall.md` what is said of it.
"""
