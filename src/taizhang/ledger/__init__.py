"""Django app: what people do with a report. ``access`` decides what an actor sees, ``actions`` check, write and log."""
