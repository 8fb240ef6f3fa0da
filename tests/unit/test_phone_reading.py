"""A number is understood however somebody in Brazil writes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain import phone
from services.domain.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("11 98888-7777", "5511988887777"),
        ("(11) 98888-7777", "5511988887777"),
        ("+55 11 98888-7777", "5511988887777"),
        ("55 11 98888 7777", "5511988887777"),
        ("5511988887777", "5511988887777"),
        ("0 11 98888-7777", "5511988887777"),
        ("0 41 11 98888-7777", "5511988887777"),
        ("0055 11 98888-7777", "5511988887777"),
        ("11 8888-7777", "5511988887777"),
        ("+55 11 8888-7777", "5511988887777"),
        ("551188887777", "5511988887777"),
        ("11 3333-4444", "551133334444"),
        ("55 3333-4444", "555533334444"),
        ("55 9 9999-8888", "5555999998888"),
        ("98888-7777", "5521988887777"),
        ("3333 4444", "552133334444"),
        ("https://wa.me/5511988887777?text=oi", "5511988887777"),
        ("wa.me/+5511988887777", "5511988887777"),
        ("tel:+55-11-98888-7777", "5511988887777"),
        ("5511988887777@s.whatsapp.net", "5511988887777"),
        ("+1 (415) 555-2671", "14155552671"),
        ("351 912 345 678", "351912345678"),
        ("\u202a+55 11 98888\u20117777\u202c", "5511988887777"),
        ("１１ ９８８８８-７７７７", "5511988887777"),
    ],
)
def test_written_so(typed, digits):
    assert phone.read(typed, area="21") == digits


@pytest.mark.parametrize(
    "typed", ["", "   ", "Maria", "11", "+55 11 1234", "10 98888-7777", "+55 11 18888-7777", "9" * 40, "+", "00"]
)
def test_no_number(typed):
    with pytest.raises(Invalid) as told:
        phone.read(typed)
    assert told.value.text == "phone"


def test_while_it_is_typed():
    assert phone.glance("11 98888-77") is None and phone.glance("+1 415 555 2671") is None
    assert phone.glance("11 98888-7777") == "5511988887777"


def test_only_the_area_is_missing():
    with pytest.raises(Invalid) as told:
        phone.read("98888-7777")
    assert told.value.text == "phone_area"
    assert phone.area_of("5511988887777") == "11" and phone.area_of("14155552671") is None and phone.area_of(None) is None


def test_an_old_line_is_asked_for_in_both_spellings_and_a_landline_in_one():
    assert phone.spellings("5511988887777") == ("5511988887777", "551188887777")
    assert phone.spellings("551133334444") == ("551133334444",)


@given(st.text(max_size=60))
def test_anything_typed_is_a_number_or_refused(typed):
    try:
        digits = phone.read(typed, area="11")
    except Invalid:
        return
    assert digits.isascii() and digits.isdigit() and phone.read(digits) == digits
