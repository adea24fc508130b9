"""Which URLs are sent to."""

import pytest

from app.webhooks.target import Target, TargetError, read_target


@pytest.mark.parametrize(
    ("url", "target", "authority"),
    [
        ("https://a.example/x?y=1", Target("https", "a.example", 443, "/x?y=1"), "a.example"),
        ("https://a.example", Target("https", "a.example", 443, "/"), "a.example"),
        ("https://a.example?y", Target("https", "a.example", 443, "/?y"), "a.example"),
        ("HTTPS://A.Example:8443/", Target("https", "a.example", 8443, "/"), "a.example:8443"),
        ("http://127.0.0.1:8000/", Target("http", "127.0.0.1", 8000, "/"), "127.0.0.1:8000"),
        ("http://a.example:80/", Target("http", "a.example", 80, "/"), "a.example"),
        ("https://a.example:80/", Target("https", "a.example", 80, "/"), "a.example:80"),
        ("https://[2606:4700::1111]/", Target("https", "2606:4700::1111", 443, "/"), "[2606:4700::1111]"),
        ("https://xn--gemnte-8ya.example/%20", Target("https", "xn--gemnte-8ya.example", 443, "/%20"), None),
    ],
)
def test_a_url_is_taken_apart(url: str, target: Target, authority: str | None) -> None:
    assert read_target(url) == target
    assert authority in {None, target.authority}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "url_malformed"),
        ("https://", "url_malformed"),
        ("https:///x", "url_malformed"),
        ("https://a b.example/", "url_malformed"),
        ("https://a.example/\tx", "url_malformed"),
        ("https://a.example/\r\nHost: b", "url_malformed"),
        ("https://gemeente\u00eb.example/", "url_malformed"),
        ("https://a.example\\@b.example/", "url_malformed"),
        ("https://[::1/", "url_malformed"),
        ("https://[fe80::1%25eth0]/", "url_malformed"),
        ("https://a.example:99999/", "url_malformed"),
        ("https://a.example:x/", "url_malformed"),
        ("https://a..[x]/", "url_malformed"),
        ("https://-a.example/", "url_malformed"),
        (f"https://a.example/{'x' * 2_000}", "url_malformed"),
        ("ftp://a.example/", "url_scheme"),
        ("file:///etc/passwd", "url_scheme"),
        ("//a.example/", "url_scheme"),
        ("a.example/hook", "url_scheme"),
        ("https://u:p@a.example/", "url_credentials"),
        ("https://u@a.example/", "url_credentials"),
        ("https://a.example/#x", "url_fragment"),
        ("https://a.example/#", "url_fragment"),
        ("https://a.example:25/", "url_port"),
        ("https://a.example:0/", "url_port"),
        ("https://a.example:1023/", "url_port"),
    ],
)
def test_whatever_is_odd_is_refused(url: str, code: str) -> None:
    with pytest.raises(TargetError) as refused:
        read_target(url)

    assert refused.value.code == code
