"""Makers of test documents: the clean sample report in every form that an office keeps it in, one module a kind.

A module holds ``MAKERS``: the name of a document and the function that writes it to a path. Documents are made when
they are needed and never kept in the repository.
"""
