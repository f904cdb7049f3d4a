"""What a chart says: facts out of the figures, and sentences out of the facts by fixed rules."""
