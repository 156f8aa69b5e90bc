"""The app as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Pages."""

    name = "taizhang.web"
    label = "web"
