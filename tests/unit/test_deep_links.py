"""Links of our own come from anywhere: only what is exactly one is followed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.deep_links import MAX_TEXT, DeepLink, read


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        ("balcao://chat/5511988887777", DeepLink("5511988887777")),
        ("BALCAO://CHAT/+5511988887777/", DeepLink("5511988887777")),
        ("balcao://chat/%2B5511988887777?text=Ol%C3%A1%0Atudo%20bem%3F", DeepLink("5511988887777", "Olá\ntudo bem?")),
        ("balcao://chat/5511988887777?other=1&text=oi&text=dois#x", DeepLink("5511988887777", "oi")),
        ("balcao://chat/5511988887777?text=a%00b%1Bc%E2%80%AEd%E2%81%A6e", DeepLink("5511988887777", "abcde")),
        ("balcao://chat/5511988887777?text=%20%20", DeepLink("5511988887777")),
    ],
)
def test_links_of_ours(link, wanted):
    assert read(link) == wanted


@pytest.mark.parametrize(
    "link",
    [
        "", "balcao:", "balcao://", "balcao://chat", "balcao://chat/", "balcao://chat/1234567", "balcao://chat/" + "1" * 16,
        "https://chat/5511988887777", "balcao://send/5511988887777", "balcao://chat:80/5511988887777",
        "balcao://user@chat/5511988887777", "balcao://chat/5511988887777/delete", "balcao://chat/../5511988887777",
        "balcao://chat/٥٥١١٩٨٨٨٨٧٧٧٧", "balcao://chat/55119%008888777", "balcao://chat/5511988887777\n--data-dir=/tmp",
        "--data-dir=/tmp", "balcao://chat/5511988887777?text=%FF%FE", "balcao://[chat/5511988887777",
        "balcao://chat/5511988887777?text=" + "a" * 9000, "balcao://chat/5511988887777?" + "a=1&" * 50,
        "balcao://chat/5511988887777;rm", "javascript:alert(1)", "file:///etc/passwd", "balcao://chat/\ud800",
    ],
)  # fmt: skip
def test_everything_else_is_nothing(link):
    assert read(link) is None


@given(st.text(max_size=60))
def test_anything_at_all_can_be_asked(text):
    for link in (text, f"balcao://chat/{text}", f"balcao://chat/5511988887777?text={text}"):
        found = read(link)
        assert found is None or (8 <= len(found.phone) <= 15 and len(found.text) <= MAX_TEXT)
