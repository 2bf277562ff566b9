"""The server's behaviour as a pure state machine, and a real SMTP server on it."""
