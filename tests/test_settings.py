"""Settings: built once from what the caller hands in."""

from pathlib import Path

import pytest

from headwater.classification import Classification
from headwater.errors import BadInput
from headwater.settings import ENVIRONMENT, Settings, settings_from

DATA = Path("node")


def test_nothing_set_gives_the_plain_settings():
    assert settings_from({}, DATA) == Settings(data=DATA)


def test_every_variable_changes_what_it_names():
    values = {
        "HEADWATER_NODE": "XK",
        "HEADWATER_HOST": "127.0.0.9",
        "HEADWATER_PORT": "8701",
        "HEADWATER_DATABASE": "postgresql://headwater@127.0.0.1/headwater",
        "HEADWATER_CEILING": "SECRET",
        "HEADWATER_ALLOWED_HOSTS": "desk.example, , node.example",
        "HEADWATER_DEMO": "0",
    }
    assert set(values) == set(ENVIRONMENT)
    settings = settings_from(values, DATA)
    assert (settings.node, settings.host, settings.port, settings.demo) == ("XK", "127.0.0.9", 8701, False)
    assert settings.database == values["HEADWATER_DATABASE"]
    assert settings.ceiling is Classification.SECRET
    assert settings.allowed_hosts == (*Settings(data=DATA).allowed_hosts, "desk.example", "node.example")


@pytest.mark.parametrize("port", ["", "x", "-1", "65536", "80 80", "8700.0"])
def test_a_port_that_is_none_is_refused(port):
    with pytest.raises(BadInput) as refused:
        settings_from({"HEADWATER_PORT": port}, DATA)
    assert refused.value.where == "HEADWATER_PORT"


def test_an_unknown_classification_is_refused_with_those_that_exist():
    with pytest.raises(BadInput, match="is no classification") as refused:
        settings_from({"HEADWATER_CEILING": "RESTRICTED"}, DATA)
    assert "TOP_SECRET" in refused.value.remedy


def test_settings_do_not_change():
    with pytest.raises(AttributeError):
        Settings(data=DATA).port = 1  # type: ignore[misc]
