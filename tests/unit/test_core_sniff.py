"""What a file is shown as: by its bytes, whatever was said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.sniff import UNKNOWN, shown_as, sniff

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
MP4 = b"\x00\x00\x00\x20ftypisom" + bytes(20)
M4A = b"\x00\x00\x00\x20ftypM4A " + bytes(20)
EXE = b"MZ\x90\x00" + bytes(60)
ZIP = b"PK\x03\x04" + bytes(30)
SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'
HTML = b"\xef\xbb\xbf \n<!DOCTYPE html><script>x()</script>"


@pytest.mark.parametrize(
    ("head", "mime"),
    [
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"GIF89a\x01\x00", "image/gif"),
        (MP4, "video/mp4"),
        (M4A, "audio/mp4"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"OggS\x00\x02", "audio/ogg"),
        (b"ID3\x03", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", "audio/aac"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\n\n%PDF-1.4", "application/pdf"),
        (ZIP, "application/zip"),
        (EXE, "application/x-msdownload"),
        (b"\x7fELF\x02", "application/x-executable"),
        (SVG, "image/svg+xml"),
        (HTML, "text/html"),
        (b"bom dia", None),
        (b"", None),
    ],
)
def test_first_bytes_tell(head: bytes, mime: str | None) -> None:
    assert sniff(head) == mime


@pytest.mark.parametrize(
    ("claimed", "head", "shown"),
    [
        ("image/png", PNG, "image/png"),
        ("image/png", JPEG, "image/jpeg"),
        ("image/jpg", JPEG, "image/jpg"),
        ("image/png", EXE, "application/x-msdownload"),
        ("image/png", HTML, "text/html"),
        ("image/png", SVG, UNKNOWN),
        ("image/svg+xml", SVG, UNKNOWN),
        ("image/svg+xml", PNG, UNKNOWN),
        ("image/png", b"%PDF-1.7", "application/pdf"),
        ("image/png", b"nada disso", UNKNOWN),
        ("video/mp4", ZIP, "application/zip"),
        ("audio/ogg; codecs=opus", b"OggS\x00", "audio/ogg; codecs=opus"),
        ("audio/mp4", MP4, "audio/mp4"),
        ("audio/mp4", M4A, "audio/mp4"),
        ("image/jpeg", MP4, "video/mp4"),
        ("application/pdf", EXE, "application/x-msdownload"),
        ("application/pdf", ZIP, "application/zip"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP, None),
        ("text/csv", b"nome;telefone\n", "text/csv"),
        ("text/plain", HTML, "text/html"),
        ("application/octet-stream", PNG, "image/png"),
        (None, PNG, "image/png"),
        (None, b"nada", None),
    ],
)
def test_claims_are_believed_as_far_as_the_bytes_bear_them_out(
    claimed: str | None, head: bytes, shown: str | None
) -> None:
    wanted = claimed if shown is None and claimed is not None and head is ZIP else shown
    assert shown_as(claimed, head) == wanted


@given(st.text(max_size=40) | st.sampled_from(["image/png", "video/mp4", "audio/ogg"]), st.binary(max_size=64))
def test_a_picture_is_shown_only_where_the_bytes_are_one(claimed: str, head: bytes) -> None:
    shown = shown_as(claimed, head) or ""
    if shown.startswith(("image/", "video/", "audio/")):
        found = sniff(head)
        assert found is not None and found.startswith(("image/", "video/", "audio/")) and "svg" not in shown
