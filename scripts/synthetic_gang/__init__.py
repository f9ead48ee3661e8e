"""The synthetic smuggling group, written by hand. Read `saying` first, then `cast`, then the reports of one agency."""
