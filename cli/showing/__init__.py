"""Showing what was found: findings with their lines, without what may be secret."""
