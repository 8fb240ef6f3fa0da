"""Ready answers with fields: ``{first_name}`` and the like, put in once and taken as they are."""

import re
from collections.abc import Mapping

FIELD = re.compile(r"\{([^\W\d]\w{0,39})\}")
SHORTCUT = re.compile(r"[\w.-]{1,32}")
BUILT_IN = ("first_name", "name", "phone", "greeting", "date", "time")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Known fields become their values, in one pass: a value with braces stays as it is; unknown ones stay."""
    return FIELD.sub(lambda found: values.get(found[1].lower(), found[0]), text)


def field_key(name: str) -> str:
    """What a field of contacts is called in braces: ``Data de entrega`` is ``{data_de_entrega}``; empty if it cannot be."""
    key = "_".join(re.findall(r"\w+", name.lower()))[:40]
    return key if FIELD.fullmatch(f"{{{key}}}") else ""


def missing(text: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Fields that nothing is known for, in order, each once."""
    return tuple(dict.fromkeys(f for f in FIELD.findall(text) if f.lower() not in values))


def greeting_code(hour: int) -> str:
    """``morning``, ``afternoon`` or ``evening`` for an hour of the day (0 to 23)."""
    return "morning" if 4 <= hour < 12 else "afternoon" if 12 <= hour < 18 else "evening"


def first_name(name: str | None) -> str:
    """The first word of a name, without emoji or digits at its edges; empty for a number or nothing."""
    for word in (name or "").split():
        bare = word.strip("\"'.,;:!?~*_-()[]{}")
        if any(letter.isalpha() for letter in bare):
            return bare
    return ""
