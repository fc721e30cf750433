"""The back end on Milvus: a collection that any number of machines read. Begin at `store.py`."""
