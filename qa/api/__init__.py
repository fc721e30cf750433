"""The service over HTTP: the program's answers and records for other programs."""
