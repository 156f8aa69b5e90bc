"""Tables that come from Excel: which column is what, which rows there are, what is wrong in which cell.

What enters is a sheet as ``ingest.sheets`` reads it, what leaves is a plan that a person looks through before an action
writes it. Nothing in here writes.
"""
