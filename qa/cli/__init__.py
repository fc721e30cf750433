"""The commands `ask` and `qa`: each parses, calls one function, prints."""
