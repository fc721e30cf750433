"""What others would use instead, set up as their own manuals do: for `bench/peers/__main__.py`.

Each peer runs in a process of its own, those of others with an environment of their own
(`environment.py`), and is spoken to in lines of JSON (`process.py`, `conversation.py`).
"""
