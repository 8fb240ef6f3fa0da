"""A place as people have it at hand: two numbers, or the link of a map."""

import re

_NUMBER = r"([-+]?\d{1,3}(?:\.\d+)?)"
# the pin of a map's link stands before the middle of what it shows
_FORMS = (
    re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}"),
    re.compile(rf"[?&](?:q|ll|query|destination|daddr|mlat)=(?:loc:)?{_NUMBER}(?:,|%2C|&mlon=)\s*\+?{_NUMBER}", re.IGNORECASE),
    re.compile(rf"@{_NUMBER},{_NUMBER}"),
    re.compile(rf"^\s*geo:{_NUMBER},{_NUMBER}", re.IGNORECASE),
    re.compile(rf"#map=\d+/{_NUMBER}/{_NUMBER}"),
    re.compile(rf"^\s*{_NUMBER}\s*[,;\s]\s*{_NUMBER}\s*$"),
)
_COMMAS = re.compile(r"^\s*([-+]?\d{1,3}),(\d+)\s*[;\s]\s*([-+]?\d{1,3}),(\d+)\s*$")


def read_place(text: str) -> tuple[float, float] | None:
    """Latitude and longitude (degrees) from coordinates or a map's link; None where there are none in it.

    Links of Google Maps, OpenStreetMap and ``geo:`` are known; short links say nothing without being opened,
    which is not done. Decimal commas are taken where a blank or a semicolon stands between the numbers.
    """
    brazilian = _COMMAS.match(text[:2000])
    if brazilian is not None:
        text = f"{brazilian[1]}.{brazilian[2]}, {brazilian[3]}.{brazilian[4]}"
    for form in _FORMS:
        found = form.search(text[:2000])
        if found is not None:
            latitude, longitude = float(found[1]), float(found[2])
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                return latitude, longitude
    return None
