"""What `make bench` measures: one module for each subject, goals and printing in `figures.py`."""
