"""What an operator sets is read whole, or the setting is named (docs/guide/operator.md)."""

import pytest

from server.settings import Settings, read_settings


def test_what_is_not_set_has_its_default() -> None:
    assert read_settings({}) == Settings()
    assert read_settings({"ADREF_PORT": "", "ADREF_EXPORT_SECONDS": " "}) == Settings()


def test_blanks_round_a_value_count_for_nothing() -> None:
    found = read_settings({"ADREF_ORIGINS": " https://Text.example.org , http://127.0.0.1:8400,", "ADREF_PORT": " 81 "})
    assert (found.origins, found.port) == (("https://text.example.org", "http://127.0.0.1:8400"), 81)


@pytest.mark.parametrize("origin", ["http://[::1]:8400", "https://text.example.org:8443", "http://localhost"])
def test_an_origin_is_what_browsers_send(origin: str) -> None:
    assert read_settings({"ADREF_ORIGINS": origin}).allowed_origins == {origin}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *[("ADREF_PORT", value) for value in ("0", "²", "٨٠", "65536", "-1", "http")],
        *[("ADREF_EXPORT_SECONDS", value) for value in ("abc", "nan", "inf", "-5", "0")],
        *[
            ("ADREF_ORIGINS", value)
            for value in (
                "foo",
                "text.example.org",
                "https://text.example.org/",
                "https://text.example.org,foo",
                "https://text.example.org:443",
                "http://text.example.org:99999",
                "ftp://text.example.org",
                "https://a b",
            )
        ],
        ("ADREF_PLAIN_DOOR", "yes"),
        ("ADREF_LOG", "loud"),
    ],
)
def test_a_wrong_value_is_told_by_the_setting_s_name(name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name):
        read_settings({name: value})
