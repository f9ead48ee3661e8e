"""Agreements: who may receive what, for which purpose, until when, and by which clause.

Files come in; `Agreement`, `Profile` and `Decision` go out.
"""
