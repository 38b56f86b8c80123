"""Rules about offerings that need no database."""

from collections.abc import Mapping, Sequence


def is_voorliggend(*, access: Sequence[str], provision: str, cost_kind: str) -> bool:
    """Whether anyone may use it without an *indicatie*.

    Access holds open or intake, it is a general provision or a citizens' initiative, and its cost
    is known. The same formula stands in SQL as `models.VOORLIGGEND_SQL`; a test holds the two
    against each other.
    """
    return (
        not {"open", "intake"}.isdisjoint(access)
        and provision in {"general", "initiative"}
        and cost_kind != "unknown"
    )


STEPS: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"pending", "published", "archived"}),
    "pending": frozenset({"published", "rejected"}),
    "rejected": frozenset({"pending"}),
    "published": frozenset({"paused", "archived", "blocked", "ended"}),
    "paused": frozenset({"published", "archived", "blocked", "ended"}),
    "ended": frozenset({"published", "archived"}),
    "blocked": frozenset({"published", "archived"}),
    "archived": frozenset({"draft"}),
}
"""Status → what may follow; `ended` is set by the service after the last session."""

SHOWN = frozenset({"published", "paused"})
"""Statuses in which coming sessions are kept."""
