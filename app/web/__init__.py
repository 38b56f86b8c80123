"""Pages for residents: they ask the finder and show what it answers, in Dutch and in English."""
