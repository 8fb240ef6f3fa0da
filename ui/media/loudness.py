"""How loud a piece of sound is, in any form that Qt hands over."""

from array import array
from typing import Any

# how one sample of each format that Qt names is stored, and what its loudest one is
CASTS = {"UInt8": "B", "Int16": "h", "Int32": "i", "Float": "f"}
FULL = {"UInt8": 128.0, "Int16": 32_768.0, "Int32": 2_147_483_648.0, "Float": 1.0}


def loudness(data: bytes, sample: str, every: int = 4) -> float:
    """The peak of a piece of sound, 0 to 1; ``sample`` is Qt's name of its format, ``every`` n-th sample is looked at."""
    cast = CASTS.get(sample)
    if cast is None:
        return 0.0
    size = array(cast).itemsize
    samples: array[Any] = array(cast, data[: len(data) // size * size])[::every]
    middle = 128 if sample == "UInt8" else 0
    return min(1.0, max((abs(value - middle) for value in samples), default=0) / FULL[sample])
