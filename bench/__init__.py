"""Measurements, run by hand (`make bench`): a country-like map, and how fast it is asked.

No part of the service. See docs/benchmarks.md.
"""
