"""Finding: one question over everything public, and one file per question."""
