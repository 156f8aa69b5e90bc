"""Many reports at once: what enters is an archive of texts or files, what leaves is Parquet tables, and the panel.

``inputs`` opens an archive as batches, ``compiling`` is the one pure function from a batch to its rows, ``running``
has it run on all cores, ``cluster`` on many machines, ``parts`` keeps what is done, ``tables`` writes the tables.
"""
