"""From a question to a cited answer; every way in. Start reading at `answering.py`."""
