"""Benches: what the node does at sizes that no test has. Each module is run by `python -m bench.<name>`.

Every set they read is synthetic and labelled so. Read `store` first.
"""
