"""When something happens: presets, expansion, holidays and Dutch sentences.

Knows no place and no offering. Only the holidays stand in tables (`models`, `queries`,
`commands`); everything else is pure: no database, no clock, no network.
"""
