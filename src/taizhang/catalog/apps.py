"""The app as Django knows it."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Governments and their units."""

    name = "taizhang.catalog"
    label = "catalog"
    verbose_name = "目录"
    default_auto_field = "django.db.models.BigAutoField"
