"""A wall of real implementations: published packages that segment texts, put to the suite (`tox -e wall`)."""
