"""Names in any script and habit, folded so that a search in one finds them in another.

In comes a name as a source or a person wrote it. Out go its folded tokens (exact spelling), its keys (classes of
spellings, across scripts), a Latin reading for people, and the forms under which an identifier is found.

Read `folding` first, then `keys` (what a class is), then `index`. The tables are `latin_letters`, `cyrillic`, `arabic`
and `given_names`; everything else goes through ICU in `other_scripts`.
"""

from headwater.names.characters import script_of
from headwater.names.folding import fold, latin, tokens
from headwater.names.identifiers import identifier_tokens
from headwater.names.index import Term, forget, name_index, search_terms
from headwater.names.keys import keys

__all__ = [
    "Term",
    "fold",
    "forget",
    "identifier_tokens",
    "keys",
    "latin",
    "name_index",
    "script_of",
    "search_terms",
    "tokens",
]
