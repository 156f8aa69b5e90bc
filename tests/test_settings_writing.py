"""Settings written as TOML are read back as they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from taizhang.settings import COLUMNS, GRAINS, Form, Lang, LeadUnit, Paper, Settings, read_settings
from taizhang.settings.writing import write_settings

KEYS = st.lists(st.sampled_from(list(COLUMNS)), min_size=1, unique=True).map(lambda keys: ("units", *keys))
ANY = st.builds(
    Settings,
    grain=st.sampled_from(GRAINS),
    columns=KEYS.map(lambda keys: tuple(dict.fromkeys(keys))),
    lead_unit=st.sampled_from(LeadUnit),
    lang=st.sampled_from(Lang),
    paper=st.sampled_from(Paper),
    document=st.sampled_from(Form),
    document_columns=KEYS.map(lambda keys: tuple(dict.fromkeys(keys))),
)


@given(ANY)
def test_round_trip(settings: Settings) -> None:
    assert read_settings(write_settings(settings).encode()) == settings


def test_the_defaults_are_no_lines() -> None:
    assert write_settings(Settings()) == ""
