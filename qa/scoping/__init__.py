"""From an understanding to the reports it means: times, successors, false premises."""
