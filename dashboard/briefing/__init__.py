"""Sentences, pictures and slides: what leaves the dashboard, with its source, version and quality flags."""
