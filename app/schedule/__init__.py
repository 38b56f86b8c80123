"""When something happens: presets, expansion, holidays and Dutch sentences.

Pure: no database, no clock, no network. Knows no place and no offering.
"""
