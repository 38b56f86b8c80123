"""Phone numbers, addresses of sites and of mail: as people write them, and what is none."""

import pytest
from pydantic import ConfigDict, TypeAdapter, ValidationError

from app.core.contacts import Email, Phone, Website

AS_IN_A_DOCUMENT = ConfigDict(str_strip_whitespace=True)
phone: TypeAdapter[str] = TypeAdapter(Phone, config=AS_IN_A_DOCUMENT)
website: TypeAdapter[str] = TypeAdapter(Website, config=AS_IN_A_DOCUMENT)
email: TypeAdapter[str] = TypeAdapter(Email, config=AS_IN_A_DOCUMENT)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("053-4321000", "053-4321000"),
        ("053 432 10 00", "053 432 10 00"),
        ("053\u00a0432\u00a0\u00a010 00", "053 432 10 00"),
        ("  06-12345678 ", "06-12345678"),
        ("0612345678", "0612345678"),
        ("(053) 432 10 00", "(053) 432 10 00"),
        ("053.432.1000", "053.432.1000"),
        ("+31 53 432 1000", "+31 53 432 1000"),
        ("+31 (0)53-4321000", "+31 (0)53-4321000"),
        ("0031 6 12345678", "0031 6 12345678"),
        ("+49 2562 12345", "+49 2562 12345"),
        ("088-0201234", "088-0201234"),
        ("0800-2000", "0800-2000"),
        ("0800 0113", "0800 0113"),
        ("0900-8844", "0900-8844"),
        ("14 053", "14 053"),
        ("112", "112"),
        ("113", "113"),
    ],
)
def test_a_number_is_kept_as_it_was_written(written: str, kept: str) -> None:
    assert phone.validate_python(written) == kept
    assert phone.validate_python(kept) == kept  # saving it again changes nothing


@pytest.mark.parametrize(
    "written",
    [
        "",
        "12",
        "911911",
        "053-432100",
        "053-43210000",
        "00000000000",
        "0000000000",
        "+31 53 432 100",
        "+0 12345678",
        "bel Annie",
        "06-1234567O",
        "053-4321000 of 06-12345678",
        "053-4321000 toestel 3",
        "05٣٤٣٢١٠٠٠",
        "05３４３２１０００",
        "053-4321000\x00",
    ],
)
def test_what_cannot_be_called_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        phone.validate_python(written)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://www.alifa.nl/pathmos?week=3#di", "https://www.alifa.nl/pathmos?week=3#di"),
        ("http://alifa.nl", "http://alifa.nl"),
        ("HTTPS://Alifa.nl", "HTTPS://Alifa.nl"),
        ("alifa.nl", "https://alifa.nl"),
        (" www.alifa.nl/pathmos ", "https://www.alifa.nl/pathmos"),
        ("alifa.nl:8080", "https://alifa.nl:8080"),
        ("https://buurt.café", "https://buurt.café"),
    ],
)
def test_a_website_gets_its_https_and_stays_as_it_is(written: str, kept: str) -> None:
    assert website.validate_python(written) == kept
    assert website.validate_python(kept) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "alifa",
        "https://",
        "https://.",
        "https://..nl",
        "https://localhost",
        "ftp://alifa.nl",
        "javascript:alert(1)",
        "javascript://alifa.nl/%0aalert(1)",
        "mailto:info@alifa.nl",
        "https://annie:geheim@alifa.nl",
        "https://alifa.nl/twee woorden",
        "https://ali\nfa.nl",
        "https://alifa.nl\\@elders.nl",
        'https://alifa.nl/"><script>',
        "https://alifa.nl/\x00",
        "a" * 300 + ".nl",
    ],
)
def test_what_is_no_address_of_a_site_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        website.validate_python(written)


def test_an_address_that_https_makes_too_long_is_refused_at_once() -> None:
    bare = "alifa.nl/" + "a" * 291

    assert len(bare) == 300
    with pytest.raises(ValidationError):
        website.validate_python(bare)
    assert len(website.validate_python(bare[:292])) == 300


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("info@alifa.nl", "info@alifa.nl"),
        (" Info@Alifa.NL ", "info@alifa.nl"),
        ("annie.de-boer+buurt@post.alifa.nl", "annie.de-boer+buurt@post.alifa.nl"),
        ("o'neill@alifa.nl", "o'neill@alifa.nl"),
    ],
)
def test_a_mail_address_is_kept_in_small_letters(written: str, kept: str) -> None:
    assert email.validate_python(written) == kept
    assert email.validate_python(kept) == kept


@pytest.mark.parametrize(
    "written",
    [
        "",
        "info",
        "info@alifa",
        "info@alifa.",
        "info@.nl",
        "info@alifa..nl",
        "@alifa.nl",
        "info@alifa.nl, annie@alifa.nl",
        "info@alifa.nl;annie@alifa.nl",
        "Annie <annie@alifa.nl>",
        "in fo@alifa.nl",
        "info@alifa.nl\nBcc: iedereen@alifa.nl",
        "info@alifa@nl.nl",
        "a" * 65 + "@alifa.nl",
        "info@" + "a" * 260 + ".nl",
    ],
)
def test_what_is_no_mail_address_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        email.validate_python(written)


def test_a_refusal_shows_how_it_should_be_written() -> None:
    with pytest.raises(ValidationError, match="053-1234567 of 06-12345678"):
        phone.validate_python("bel Annie")
    with pytest.raises(ValidationError, match="https:// of http://"):
        website.validate_python("ftp://alifa.nl")
    with pytest.raises(ValidationError, match=r"naam@voorbeeld\.nl"):
        email.validate_python("info")
