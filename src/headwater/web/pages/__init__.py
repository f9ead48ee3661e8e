"""The pages: requests of a browser in, whole HTML pages out, each working without script.

A page asks the desk for one use case and hands its view to a template; it decides nothing. Read `searching` first,
then `entities`. Forms carry `_csrf`, which the app checks before a route here runs; an error goes through
`headwater.web.errors` to `rendering.error_page`.
"""

from fastapi import APIRouter

from headwater.web.pages import (
    accounts,
    agreeing,
    agreements,
    audit,
    entities,
    entrance,
    explanations,
    exports,
    groups,
    imports,
    judgements,
    requests,
    retention,
    review,
    searching,
    sharing,
)

__all__ = ["router"]

router = APIRouter()
READING = (searching, review, judgements, explanations, entities, groups, sharing)
AGREEMENTS = (agreeing, agreements)  # the first has the addresses that look like an agreement's
for module in (entrance, *READING, *AGREEMENTS, imports, exports, audit, requests, retention, accounts):
    router.include_router(module.router)
