"""Measures what the check of a model's sentences catches and keeps, on sentences labelled by us."""
