"""The map as vector tiles."""
