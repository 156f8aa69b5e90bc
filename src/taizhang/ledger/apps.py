"""The app as Django knows it."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Ledgers, editions, entries, people and the journal."""

    name = "taizhang.ledger"
    label = "ledger"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"
