"""The pages as people get them: the real service, a real Chromium. `make test-e2e` runs it."""
