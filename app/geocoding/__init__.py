"""Places in words: addresses, postcodes, areas and places by what people type."""
