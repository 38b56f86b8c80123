"""SQL in files: `<package>/sql/<name>.sql`, with a head comment that says its question."""

from pathlib import Path

from sqlalchemy import TextClause, text


def sql_file(beside: str, name: str) -> str:
    """The text of a statement of the package whose module (`__file__`) asks."""
    return Path(beside).with_name("sql").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def statement(beside: str, name: str) -> TextClause:
    """The same, ready for SQLAlchemy with `:name` parameters."""
    return text(sql_file(beside, name))
