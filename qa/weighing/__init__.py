"""From what was found to whether it answers: likelihood, and the verdict with its reason."""
