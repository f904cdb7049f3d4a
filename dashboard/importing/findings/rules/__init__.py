"""Every rule of the import: its title, why it exists, and what it says in each of its cases.

A rule that is SQL has its statement in ``queries/checks/<id>_<fault>.sql``; rules about the file and its
layout are found while reading and recognising. ``{placeholders}`` are filled by the finding.
"""
