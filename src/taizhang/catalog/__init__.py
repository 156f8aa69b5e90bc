"""Django app: whose ledgers these are, and who answers for what in them.

Areas and indicators are rules (``taizhang.rules``) and need no table: rows name them by GB/T 2260 code and by key.
"""
