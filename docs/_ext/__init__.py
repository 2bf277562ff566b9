"""The extension of Sphinx that makes the site from the data of the repository; ``conf.py`` names its modules."""
