"""From evidence to sentences with citations: what is quoted, and in which order."""
