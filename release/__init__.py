"""How a release is made: ``python -m release`` builds it and tries it, and publishes nothing."""
