"""Phone numbers as people read them."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def display(digits: str) -> str:
    """``5511988887777`` → ``+55 11 98888-7777``; a number of unknown shape keeps its digits behind a plus."""
    # imported on first use: the metadata costs start-up time that an empty inbox need not pay
    import phonenumbers

    try:
        number = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return f"+{digits}"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
