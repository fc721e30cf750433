"""The program as tools for language models, over the Model Context Protocol: all of them read."""
