"""The editable part of an entry: one frozen schema for the interface, the seed and the history."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import JsonValue, ValidationError

from app.core.errors import Fault, InvalidInputError
from app.core.faults import faults_of
from app.core.schemas import WireModel

Document = dict[str, JsonValue]
MergePatch = Mapping[str, JsonValue]
"""RFC 7396: what is named changes, null empties, what is absent stays."""

D = TypeVar("D", bound=WireModel)


def as_json(document: WireModel) -> Document:
    """The document as history and imports keep it: the names and values of the interface."""
    return document.model_dump(mode="json", by_alias=True)


def read_document(schema: type[D], given: Mapping[str, JsonValue], *, under: str = "") -> D:
    """Validates a document.

    Raises InvalidInputError with every fault, each named by its pointer below `under`.
    """
    try:
        return schema.model_validate(given, by_alias=True, by_name=False)
    except ValidationError as error:
        raise InvalidInputError(faults_of(error, where="body", under=under)) from error


def patched(document: Document, patch: MergePatch) -> Document:
    """The document with a merge patch applied (RFC 7396)."""
    merged = dict(document)
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            below = merged.get(name)
            merged[name] = patched(below if isinstance(below, dict) else {}, value)
        else:
            merged[name] = value
    return merged


def after_import(*, current: Document, imported: Document | None, incoming: Document) -> Document:
    """The document after an import: a field follows the source only while nobody edited it.

    A field counts as edited when it no longer equals what was imported last.
    """
    if imported is None:
        return incoming
    return {
        name: value if current.get(name) == imported.get(name) else current.get(name)
        for name, value in incoming.items()
    }


def body_fault(pointer: str, code: str, message: str) -> Fault:
    """A fault at a place in a document."""
    return Fault("body", pointer, code, message)
