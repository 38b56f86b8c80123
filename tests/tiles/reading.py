"""Tiles as a map would read them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import asinh, atan, degrees, pi, radians, sinh, tan
from typing import Any

import httpx
import mapbox_vector_tile

from app.core.geo import LonLat

MVT = "application/vnd.mapbox-vector-tile"
EXTENT = 4096


@dataclass(frozen=True, slots=True, order=True)
class At:
    """The address of a tile."""

    z: int
    x: int
    y: int

    @property
    def path(self) -> str:
        return f"/v1/tiles/{self.z}/{self.x}/{self.y}.mvt"

    @property
    def children(self) -> Sequence["At"]:
        """The four tiles of the next zoom that show the same."""
        return [At(self.z + 1, 2 * self.x + x, 2 * self.y + y) for x in (0, 1) for y in (0, 1)]

    def lonlat(self, across: float, down: float) -> tuple[float, float]:
        """What lies so many units from the north-west corner."""
        abreast = 1 << self.z
        x, y = self.x + across / EXTENT, self.y + down / EXTENT
        return x / abreast * 360 - 180, degrees(atan(sinh(pi * (1 - 2 * y / abreast))))


def tile_of(point: LonLat, z: int) -> At:
    """The tile that holds a point."""
    abreast = 1 << z
    y = (1 - asinh(tan(radians(point.lat))) / pi) / 2 * abreast
    return At(z, int((point.lon + 180) / 360 * abreast), int(y))


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing in a tile."""

    properties: Mapping[str, Any]
    geometry: Mapping[str, Any]
    """With units of the tile, from its north-west corner."""

    def __getitem__(self, name: str) -> Any:
        return self.properties[name]

    @property
    def kinds(self) -> dict[str, int]:
        """How much of each kind goes on there."""
        return {
            name.removeprefix("kind:"): count
            for name, count in self.properties.items()
            if name.startswith("kind:")
        }


def layers_of(content: bytes) -> dict[str, list[Feature]]:
    """The layers of a tile by name."""
    decoded = mapbox_vector_tile.decode(content, default_options={"y_coord_down": True})
    return {
        name: [Feature(one["properties"], one["geometry"]) for one in layer["features"]]
        for name, layer in decoded.items()
    }


async def bytes_of(client: httpx.AsyncClient, at: At) -> bytes:
    answer = await client.get(at.path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == MVT
    return answer.content


async def layer(client: httpx.AsyncClient, at: At, name: str) -> list[Feature]:
    """The features of one layer."""
    return layers_of(await bytes_of(client, at)).get(name, [])


async def everywhere(
    client: httpx.AsyncClient, name: str, *, deepest: int
) -> list[tuple[At, Feature]]:
    """The features of a layer in all tiles of a zoom: each tile that has some is looked into."""
    tiles = [At(0, 0, 0)]
    while True:
        found = [(at, one) for at in tiles for one in await layer(client, at, name)]
        if not found or tiles[0].z == deepest:
            return found
        tiles = sorted({child for at in {at for at, _ in found} for child in at.children})


def counted(features: Sequence[Feature]) -> int:
    """How much goes on in all of these together."""
    return sum(one.properties.get("count", 1) for one in features)


def corners(feature: Feature) -> Iterator[tuple[float, float]]:
    """Of an area: every corner of its rings."""
    parts = feature.geometry["coordinates"]
    polygons = [parts] if feature.geometry["type"] == "Polygon" else parts
    for polygon in polygons:
        for ring in polygon:
            yield from ring
