"""Reading a request line, and the values of its fields."""
