"""What `make bench` measures: `sizes.py` what depends on size, `reports.py` what does not."""
