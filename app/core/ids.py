"""Identifiers: UUIDv7, made here and not in the database, so that rows of one day lie together."""

from uuid import UUID

import uuid_utils


def new_id() -> UUID:
    return UUID(int=uuid_utils.uuid7().int)
