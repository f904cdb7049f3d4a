"""The store: one open database with all its parts."""

from dashboard.store.publishing import Publishing
from dashboard.store.reading import Reading
from dashboard.store.work import Work


class Store(Reading, Publishing, Work):
    """One open database. Reads are safe from any thread; writes take turns."""
