"""Names from outside become harmless, and only harmless kinds are opened."""

import pytest

from services.domain.file_names import MAX_BYTES, extension, may_open, save_name, shown_name


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("..\\..\\Startup\\a.exe", "a.exe"),
        ("/etc/passwd", "passwd"),
        ("a.pdf.exe", "a.pdf.exe"),
        ("a.pdf  .exe", "a.pdf  .exe"),
        ("\u202efdp.exe", "fdp.exe"),
        ("CON", "_CON"),
        ("com1.txt", "_com1.txt"),
        ("a:b.txt", "a_b.txt"),
        ("relatório.pdf. ", "relatório.pdf"),
        ("...", "Documento.pdf"),
        ("", "Documento.pdf"),
        ("\x00", "Documento.pdf"),
        (None, "Documento.pdf"),
        (".htaccess", "htaccess"),
    ],
)
def test_names_to_save_under(name, saved):
    assert save_name(name, "application/pdf", "Documento") == saved


def test_long_names_keep_their_ending():
    name = save_name("ç" * 300 + ".pdf", None, "x")
    assert name.endswith(".pdf") and len(name.encode()) <= MAX_BYTES


@pytest.mark.parametrize(
    ("name", "head", "may"),
    [
        ("a.pdf", b"%PDF-1.7", True),
        ("a.pdf", b"MZ\x90", False),
        ("a.pdf.exe", b"MZ", False),
        ("a.pdf ", b"%PDF-1", True),
        ("\u202efdp.exe", b"%PDF-1", False),
        ("a.docx", b"PK\x03\x04", True),
        ("a.docm", b"PK\x03\x04", False),
        ("a.html", b"<html", False),
        ("a.svg", b"<svg", False),
        ("a.lnk", b"L", False),
        ("a.pyzw", b"PK\x03\x04", False),
        ("a", b"%PDF-", False),
        ("a.png", b"%PDF-", False),
        ("a.txt", b"Bom dia", True),
        ("a.txt", b"MZ\x90\x00", False),
        ("a.jar", b"PK\x03\x04", False),
        ("a.csv:evil.exe", b"x", False),
    ],
)
def test_only_harmless_files_are_opened(name, head, may):
    assert may_open(name, head) is may


def test_controls_in_names_are_seen():
    assert shown_name("a\u202egpj.exe") == "a\ufffdgpj.exe" and extension("a\u202egpj.exe") == "exe"
