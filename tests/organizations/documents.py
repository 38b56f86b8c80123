"""Documents of organizations as people might fill them in, and the parts that others use too."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

Draws = st.SearchStrategy[Any]

# Everything that PostgreSQL can store, with some that are often trouble.
letters = st.one_of(
    st.sampled_from("abc ÉéüŁ'\"\\%_😀\u200d\u00a0\n\t{}"),
    st.characters(exclude_characters="\x00", exclude_categories=("Cs",)),
)


def words(*, least: int = 0, most: int) -> Draws:
    """Text of that length after the blanks around it are gone."""
    return st.text(letters, min_size=least, max_size=min(most, 24)).filter(
        lambda text: len(text.strip()) >= least
    )


def maybe(strategy: Draws) -> Draws:
    return st.none() | strategy


phones = st.sampled_from(["053-4321000", "06 12345678", "+31 (0)53-4321000", "14 053", "112"])
emails = st.sampled_from(["info@alifa.nl", "Annie@Pathmos.NL", "a.b+c@post.alifa.nl"])
websites = st.sampled_from(["https://www.alifa.nl/a?b=c#d", "alifa.nl", "HTTP://alifa.nl"])


def organization_documents(vouchers: Sequence[UUID]) -> Draws:
    """What an editor may fill in; `vouchers` are organizations that exist."""
    return st.fixed_dictionaries(
        {
            "name": words(least=2, most=120),
            "kind": st.sampled_from(["welzijn", "gemeente", "zelforganisatie"]),
            "gemeenten": st.lists(
                st.sampled_from(["GM0153", "GM0193", "GM0917"]), min_size=1, max_size=3
            ),
            "vouchedBy": st.sampled_from([str(voucher) for voucher in vouchers]),
        },
        optional={
            "description": maybe(words(most=2000)),
            "kvkNumber": maybe(st.from_regex(r"[0-9]{8}", fullmatch=True)),
            "website": maybe(websites),
            "email": maybe(emails),
            "phone": maybe(phones),
            "personal": st.lists(st.sampled_from(["email", "phone"]), max_size=2, unique=True),
        },
    )
