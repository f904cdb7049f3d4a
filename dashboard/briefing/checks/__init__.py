"""Old decks against the figures of today: what has changed, and why."""
