"""What is a link, and which links are opened, warned of, refused."""

import pytest

from services.domain.links import Safety, find, judge


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("veja https://example.com/x?y=1.", ["https://example.com/x?y=1"]),
        ("(https://example.com/a_(b))", ["https://example.com/a_(b)"]),
        ("www.padaria.com.br ok", ["https://www.padaria.com.br"]),
        ("mande a contato@padaria.com.br!", ["mailto:contato@padaria.com.br"]),
        ("custa 10.50 e 3.com", ["https://3.com"]),
        ("fim.Agora", []),
        ("javascript:alert(1) file:///etc/x ms-msdt:/id", []),
        ("https://bom.com\u202emoc.lam", []),
        ("╔ https://bom.com", []),
    ],
)
def test_links_in_texts(text, found):
    assert [link.url for link in find(text)] == found
    for link in find(text):
        assert text[link.start : link.end] in link.url


@pytest.mark.parametrize("url", ["https://example.com", "http://loja.com.br/a?b=c#d", "mailto:a@b.com", "tel:+5511988880001"])
def test_ordinary_links_open(url):
    assert judge(url).safety is Safety.PLAIN


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://bank.com@evil.tld/x", "evil.tld"),
        ("https://user:pw@evil.com", "evil.com"),
        ("https://аррӏе.com", "xn--80ak6aa92e.com"),
        ("https://bаnco.com.br", None),
        ("https://xn--80ak6aa92e.com", "xn--80ak6aa92e.com"),
        ("http://intranet/x", "intranet"),
        ("http://127.0.0.1:4040", "127.0.0.1"),
        ("http://2130706433", "2130706433"),
        ("http://[::1]/", "::1"),
        ("https://a..com", None),
        ("https://example.com/\u202etxt", "example.com"),
    ],
)
def test_sneaky_links_are_told_apart(url, host):
    verdict = judge(url)
    assert verdict.safety is Safety.SNEAKY
    if host is not None:
        assert verdict.host == host


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "ms-msdt:/id PCWDiagnostic", "search-ms:query=x", "whatsapp://send", "file:///C:/x.exe",
     r"\\host\share", "tel:*%2306%23", "tel:*#06#", "mailto:?attach=/etc/passwd", "mailto:a@b.com?attach=x", "data:text/html,x",
     "https://", "https://" + "a" * 5000 + ".com", "https://a.com\nx", "http://[bad", "vbscript:x", "", "HTTPS", "https://a.com:0",
     "http://a.com\\@b.com"],
)  # fmt: skip
def test_everything_else_is_refused(url):
    assert judge(url).safety is Safety.REFUSED

