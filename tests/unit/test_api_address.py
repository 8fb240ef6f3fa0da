"""What an admin types as a gateway's address, and what is made of it."""

import pytest

from services.api.instances import checked_url
from services.domain.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gateway.example.com", "https://gateway.example.com"),
        (" https://gateway.example.com/ ", "https://gateway.example.com"),
        ("http://gateway.example.com:8080/api?x=1#y", "http://gateway.example.com:8080/api"),
        ("8.8.8.8:8080", "https://8.8.8.8:8080"),
        ("localhost:3000", "http://localhost:3000"),
        ("127.0.0.1:3000", "http://127.0.0.1:3000"),
        ("192.168.0.20:8080", "http://192.168.0.20:8080"),
        ("[::1]:3000", "http://[::1]:3000"),
        ("servidor:3000", "http://servidor:3000"),
        ("waha.local:3000", "http://waha.local:3000"),
        ("https://192.168.0.20", "https://192.168.0.20"),
    ],
)
def test_an_address_without_a_scheme_is_http_only_nearby(typed, meant):
    assert checked_url(typed) == meant


@pytest.mark.parametrize("typed", ["", "ftp://a.example", "https://", "a b", "http://user:word@a.example", "a:99999", "a:0"])
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(Invalid):
        checked_url(typed)
