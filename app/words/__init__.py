"""What people type, in the words of the map: synonyms, compounds, times, negations and danger."""
