"""The door for writing: one function an action of ``permissions.toml``, each checked, written and logged as one."""
