"""What a message is by its kind, and how it is written and read."""
