"""Questions with known answers: reading them, scoring answers, printing the scorecard."""
