"""An answer and the records in words and values, shared by every way in. It adds no facts."""
