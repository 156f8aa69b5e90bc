"""What an office sets for itself (``office``), and what whoever runs the site sets (``site``).

Nothing else reads the environment.
"""

from taizhang.settings.office import (
    COLUMNS,
    DEFAULT_COLUMNS,
    DOCUMENT_COLUMNS,
    FILE_NAME,
    GRAINS,
    VARIABLE,
    Description,
    Form,
    Lang,
    LeadUnit,
    Paper,
    Settings,
    describe_settings,
    load_settings,
    read_settings,
)

__all__ = [
    "COLUMNS",
    "DEFAULT_COLUMNS",
    "DOCUMENT_COLUMNS",
    "FILE_NAME",
    "GRAINS",
    "VARIABLE",
    "Description",
    "Form",
    "Lang",
    "LeadUnit",
    "Paper",
    "Settings",
    "describe_settings",
    "load_settings",
    "read_settings",
]
