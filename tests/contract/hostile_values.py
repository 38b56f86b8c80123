"""What is thrown at every field: text that means something to somebody else, numbers that are none.

`MARK` stands in all of it that is made up, so that it can be looked for in the logs.
"""

import json
from collections.abc import Sequence
from urllib.parse import quote_from_bytes

MARK = "zq7x"
HOME = {"lat": "52.987654", "lon": "6.123456"}
"""A position that nobody may find back."""

ATTACKS: Sequence[str] = (
    f"' OR '1'='1' -- {MARK}",
    f"{MARK}'; DROP TABLE area; --",
    f"1) UNION SELECT version(), '{MARK}' --",
    f"$${MARK}$$; SELECT pg_sleep(10)",
    f"<script>alert('{MARK}')</script>",
    f'"><img src=x onerror={MARK}>',
    f"{{{{7*7}}}}{MARK}{{% raw %}}",
    f"${{jndi:ldap://{MARK}}}",
    f"%({MARK})s %n%s {{0.__class__}}",
    f"../../../../etc/passwd#{MARK}",
    f"..\\..\\{MARK}",
    f"{MARK}\r\nSet-Cookie: a=b",
    f"; cat /etc/passwd # {MARK}",
    f"file:///{MARK}",
    f"\u202e{MARK}\u202c\u200f",
    f"\ufeff{MARK}\u200b\u2028",
    f"{MARK} & | ! ( ) :* <-> <2>",
    f"{MARK}:*",
    f"'{MARK}':A & !",
    f'"{MARK}',
    f"{MARK}\\",
    f"-{MARK} OR OR",
    f"*{MARK}% _%",
    f"{MARK}\x1b[31m\x07\x08",
    f"👨‍👩‍👧{MARK}🏳️‍🌈",
    "e\u0301" * 40 + MARK,
    "\ufdfa" * 30 + MARK,
    "ẞßıİſ" + MARK,
    MARK * 24,
    MARK * 25 + "x",
    MARK * 600,
    "   ",
    "\t",
    "",
)

NUMBERS: Sequence[str] = (
    *("nan", "NaN", "inf", "-inf", "Infinity", "1e999", "-1e999", "1e-999", "1e2", "1E400"),
    *("-0", "-0.0", "+5", "007", "0x10", "0b1", "1_0", "１２", "٣", "½", "Ⅷ", "∞", "²"),
    *("1,000", "1.000,5", "1 000", "--1", "1-", ".5", "5.", "1..2", "0,5", "€5", "5m"),
    *("-1", "0", "1", "101", "2147483648", "-2147483649", "9223372036854775808", str(10**30)),
    *("9" * 400, "0." + "9" * 400, "-" + "9" * 19, "90.0001", "180.1", "52.2 ", " 52.2"),
)

WORDS: Sequence[str] = (
    *("true", "false", "TRUE", "True", "yes", "ja", "on", "1.0", "null", "None", "undefined"),
    *("[]", "{}", "[1]", '{"a":1}', '"1"', "a,b", "a;b", "a|b", "mo,tu", "MO", "*", "all", "?"),
)

MOMENTS: Sequence[str] = (
    *("0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "99999-01-01", "-0001-01-01"),
    *("2026-02-30", "2026-13-01", "2025-02-29", "2026-2-3", "20261124", "24-11-2026", "2026-W48-2"),
    *("2026-11-24T00:00:00Z", "2026-11-24 10:00", "vandaag", "tomorrow", "86400", "1764000000"),
    *("2026-11-24T25:61:61Z", "2026-11-24T10:00:00", "2026-11-24T10:00:00+99:99", "24:00"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-11-24T10:00:60Z"),
    *("2026-03-29T02:30:00+01:00", "2026-11-24T10:00:00.123456789Z", "２０２６-11-24"),
)

PLACES: Sequence[str] = (
    *("0,0,0,0", "1,2,3", "6.9,52.2,6.8,52.3", "6.8,52.3,6.9,52.2", "-180,-90,180,90"),
    *("nan,nan,nan,nan", "1e999,0,1,1", "6.8,52.2,6.9,52.3,6.95", "6.8;52.2;6.9;52.3", ",,,"),
    *("GM9999", "BU00000000", "GM0153' --", "bu01530202", " BU01530202 ", "PA0153-", "GM０１５３"),
    *("00000000-0000-0000-0000-000000000000", "{01a200e4-3224-7666-b44e-7a1cbee4c538}"),
    *("urn:uuid:01a200e4-3224-7666-b44e-7a1cbee4c538", "01a200e432247666b44e7a1cbee4c538"),
    *("01A200E4-3224-7666-B44E-7A1CBEE4C538", "01a200e4-3224-7666-b44e-7a1cbee4c53", "zz" * 16),
)

_RAW: Sequence[bytes] = (
    *(b"%00", b"a%00b", b"%ff%fe", b"%C0%80", b"%ED%A0%80", b"%ED%BF%BF", b"%F0%9F%9A", b"%80"),
    *(b"%", b"%z", b"%zz", b"%2", b"%u0041", b"%%%25", b"+", b"%2B", b"%20", b"%0d%0a", b"%c2%85"),
    *(b"\xff\xfe", b"\xc3\xa9", b"\xe2\x80\xae", b"\xed\xa0\x80", b"a=b=c", b";", b"?", b"#x"),
)

QUERY_VALUES: Sequence[bytes] = (
    *(
        quote_from_bytes(text.encode(), safe="").encode()
        for text in (*ATTACKS, *NUMBERS, *WORDS, *MOMENTS, *PLACES)
    ),
    *_RAW,
)
"""Values as they stand in an address, percent-encoded, rightly or wrongly."""

HUGE_QUERY_VALUES: Sequence[bytes] = (b"a" * 7_000, b"a" * 100_000, b"%41" * 2_600, b"9" * 7_900)

JSON_VALUES: Sequence[str] = (
    *(json.dumps(text) for text in (*ATTACKS, *NUMBERS[:30], *MOMENTS, *PLACES, *WORDS[:9])),
    *("null", "true", "false", "0", "-0", "-1", "1.5", "1e2", "1e999", "-1e999", "1E400", "NaN"),
    *("Infinity", "-Infinity", "9" * 400, "0." + "9" * 400, str(10**30), "12345678901234567890"),
    *("[]", "{}", "[null]", "[[]]", "[{}]", '{"a": 1}', '{"lat": {"lat": 1}}', "[1, [2, [3]]]"),
    *('"\\ud800"', '"\\udfff\\ud800"', '"a\\u0000b"', '["\\ud800"]', '{"\\u0000": 1}', '""'),
    *(
        "[" * 60 + "]" * 60,
        json.dumps("a" * 100_000),
        json.dumps(["a"] * 5_000),
        "[1" + ",1" * 300 + "]",
    ),
)
"""Members of a body, as JSON text; some of it only Python would call JSON."""

DEEP = 10_000
BODIES: Sequence[bytes] = (
    *(
        b"",
        b" ",
        b"null",
        b"[]",
        b"1",
        b'"',
        b'"a"',
        b"true",
        b"\x00",
        b"\xff\xfe",
        b"{",
        b"}",
        b"{}}",
    ),
    *(b"[" * DEEP, b"[" * DEEP + b"]" * DEEP, b'{"a":' * DEEP + b"1" + b"}" * DEEP),
    *(b'{"a": 1, "a": 2}', b'{"lat": 1,}', b"{'lat': 1}", b'{"lat": 0x10}', b'{"lat": 01}'),
    *(b'\xef\xbb\xbf{"lat": 52.2}', '{"q": "é"}'.encode("utf-16"), '{"q": "é"}'.encode("latin-1")),
    *(b'{"q": "\xed\xa0\x80"}', b'{"q": "\x00"}', b'{"q": "a\nb"}', b'{"q": "\\x41"}', b"<a>1</a>"),
    *(
        b"lat=52.2&lon=6.9",
        b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--",
        b"PK\x03\x04",
    ),
    *(b"[" + b"{}," * 50_000 + b"{}]", b'{"' + b"a" * 100_000 + b'": 1}', b"9" * 5_000, b"-"),
    b"{" + b",".join(b'"a%d": 1' % number for number in range(5_000)) + b"}",
    b" " * 1_100_000,
    b'{"q": "' + b"a" * 1_100_000 + b'"}',
)

HEADER_VALUES: Sequence[bytes] = (
    *(text.encode()[:300] for text in ATTACKS if "\r" not in text and "\x1b" not in text),
    *(b"*/*;q=2", b";;;q=", b",,,", b"a/b;q=0.5;q=x, */*", b'"', b'W/"', b"*", b"text/html", b"/"),
    *(b"application/json;q=0", b"*/*;q=0", b"application/geo+json, */*;q=0.1", b"q=1", b"*/json"),
    *(b"gzip;q=nan", b"br, zstd, gzip", b"identity;q=0", b"*;q=0", b"deflate", b"gzip;q=1e999"),
    *(b'"' + b"a" * 8_000 + b'"', b", ".join([b'"abc"'] * 900), b"\xff\xfe\x80", b"\xe2\x98\x83"),
    *(b"application/json; charset=utf-16", b"multipart/form-data", b"application/JSON", b"1" * 400),
)
HEADERS: Sequence[str] = (
    *("Accept", "Accept-Encoding", "If-None-Match", "X-Request-Id", "Origin", "Content-Type"),
    *("Host", "X-Forwarded-For", "X-Forwarded-Proto", "If-Match", "Authorization", "Range"),
    *("Access-Control-Request-Method", "X-HTTP-Method-Override", "Cookie", "Referer", "Expect"),
)
METHODS: Sequence[str] = (
    *("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"),
    *("get", "GETGET", "M-SEARCH", "QUERY"),
)
