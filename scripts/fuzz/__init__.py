"""Looks for inputs that break the parsers; coverage-guided (atheris) but for whole PDFs."""
