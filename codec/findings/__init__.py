"""What is found in a text or a value: the finding, its rule, its place, and the edits that fix it."""
