"""What it takes to break the program, tried at length: `python -m scripts.soak`."""
