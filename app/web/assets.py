"""The files that pages are made of: styles, scripts, drawings and letters, under one name a build.

The name changes with the content, so that a browser may keep a file for good; scripts find each
other by relative paths.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from types import MappingProxyType

from app.core.errors import NotFoundError

STATIC = Path(__file__).parent / "static"
FOR_GOOD = "public, max-age=31536000, immutable"
MEDIA_TYPES = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".woff2": "font/woff2",
    }
)


@dataclass(frozen=True, slots=True)
class Assets:
    """All files of one build."""

    build: str
    contents: MappingProxyType[str, bytes]

    def path(self, name: str) -> str:
        """Where a file stands. Raises KeyError for what is not there."""
        if name not in self.contents:
            raise KeyError(name)
        return f"/static/{self.build}/{name}"

    def content(self, name: str) -> tuple[bytes, str]:
        """A file and its media type. Raises NotFoundError."""
        if name not in self.contents:
            raise NotFoundError("Dit bestand is er niet.")
        return self.contents[name], MEDIA_TYPES[Path(name).suffix]


@cache
def assets() -> Assets:
    """The files of this process, read once."""
    files = sorted(path for path in STATIC.rglob("*") if path.suffix in MEDIA_TYPES)
    contents = {path.relative_to(STATIC).as_posix(): path.read_bytes() for path in files}
    digest = blake2b(digest_size=8)
    for name, content in contents.items():
        digest.update(f"{name} {len(content)} ".encode() + content)
    return Assets(digest.hexdigest(), MappingProxyType(contents))
