"""The engine: source text in, ``Report`` out. Pure: no files but rule tables, no clock, no network."""
