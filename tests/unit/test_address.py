"""Row 11 of the bad inputs: every spelling of one address, and nothing guessed."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from services.domain import address as addresses
from services.domain.address import Address, AddressKind

NUMBER = Address(AddressKind.USER, "5511988887777")


@pytest.mark.parametrize(
    "spelling",
    [
        "5511988887777@s.whatsapp.net",
        "5511988887777@c.us",
        "5511988887777:12@s.whatsapp.net",
        "5511988887777_1:12@s.whatsapp.net",
        "+5511988887777@c.us",
        "5511988887777",
        "+55 11 98888-7777",
        "+55 (11) 98888-7777",
        " 5511988887777 ",
        "5511988887777@S.WHATSAPP.NET",
    ],
)
def test_one_number_in_all_its_spellings(spelling: str) -> None:
    assert addresses.parse(spelling) == NUMBER


@pytest.mark.parametrize(
    ("spelling", "kind", "id"),
    [
        ("status@broadcast", AddressKind.STORY, "status"),
        ("status", AddressKind.STORY, "status"),
        ("120363012345678901@newsletter", AddressKind.NEWSLETTER, "120363012345678901"),
        ("5511988887777-1500000001@g.us", AddressKind.GROUP, "5511988887777-1500000001"),
        ("120363012345678901@g.us", AddressKind.GROUP, "120363012345678901"),
        ("1500000001@broadcast", AddressKind.BROADCAST, "1500000001"),
        ("180000000000001@lid", AddressKind.LID, "180000000000001"),
        ("180000000000001:3@lid", AddressKind.LID, "180000000000001"),
        ("180000000000001@hosted.lid", AddressKind.LID, "180000000000001"),
        ("BR.1234@bsuid", AddressKind.BSUID, "BR.1234"),
        ("551188887777@s.whatsapp.net", AddressKind.USER, "551188887777"),
    ],
)
def test_what_an_address_names(spelling: str, kind: AddressKind, id: str) -> None:
    assert addresses.parse(spelling) == Address(kind, id)


@pytest.mark.parametrize(
    "spelling",
    [
        "maria@s.whatsapp.net", "@s.whatsapp.net", "@lid", ":12@lid", "maria@lid", "1234", "12345678901234567890",
        "5511988887777@nowhere", "9" * 16 + "@c.us", "١٢٣٤٥٦٧", "١٢٣٤٥٦٧@c.us", "undefined", "a@b@c", "5511988887777-1500000001",
    ],
)  # fmt: skip
def test_what_nobody_knows_is_kept_and_never_a_number(spelling: str) -> None:
    parsed = addresses.parse(spelling)
    assert parsed is not None
    assert parsed.kind is AddressKind.RAW
    assert parsed.phone is None


@pytest.mark.parametrize("nothing", [None, "", "  ", "\x00", 5, {}, []])
def test_nothing_is_nothing(nothing: object) -> None:
    assert addresses.parse(nothing) is None


@given(st.text(max_size=250) | st.from_regex(r"\A[\w+:.@\x00 -]{0,40}(@(c\.us|lid|g\.us|raw|broadcast))?\Z"))
@example("@lid")
@example("status@raw")
@example(" @raw")
@example("x" * 199 + " y")
@example("\ud800@g.us")
@example("a\u2003@g.us")
def test_the_written_form_reads_back_as_the_same(text: str) -> None:
    parsed = addresses.parse(text)
    if parsed is None:
        return
    written = str(parsed)
    written.encode("utf-8")
    assert addresses.parse(written) == parsed
    assert addresses.parse(f" {written}\n") == parsed
    assert parsed.phone is None or (parsed.phone.isascii() and parsed.phone.isdigit())


@pytest.mark.parametrize(
    ("long", "short"), [("5511988887777", "551188887777"), ("5585967776666", "558567776666")]
)
def test_the_ninth_digit_makes_no_difference(long: str, short: str) -> None:
    assert addresses.user(long).match_key == addresses.user(short).match_key
    assert addresses.user(long) != addresses.user(short)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("551133334444", "5511933334444"),
        ("351912345678", "35112345678"),
        ("5511988887777", "5521988887777"),
        ("180000000000001@lid", "180000000000001"),
    ],
)
def test_these_are_different_customers(one: str, other: str) -> None:
    first, second = addresses.parse(one), addresses.parse(other)
    assert first is not None and second is not None
    assert first.match_key != second.match_key
