"""What is said beside the protocol: known mistakes, why a line was refused, and notes on what is accepted."""
