"""The node towards a browser: pages, the API under `/api/v1`, static files.

An open `Desk` and the settings come in; `create_app` gives the app that listens on the network, `create_local_app` the
one on the node's Unix socket. Read `app` first: it names what stands around every request, in order. Then `layers`,
`security` and `sessions`; `api`; `pages`.

What a page route needs:

- `identity`: `TheDesk`, `TheActor`, `TheVisit`, `TheSettings` as annotated arguments of a plain `def` route.
- `sessions`: `visit.sign_in(account_id)`, `visit.sign_out()`, `visit.session.purpose_id = ...`; `visit.form_token()` is
  the value of the hidden field `_csrf`, which every form that changes something carries (checked before the route).
- `uploads`: `receive_upload(request)` for the form with a file; its address is `POST /imports`.
- `security`: `require_loopback` as a dependency of the first start, `same_site_path` for where to go after signing in.
- `errors`: raise any `HeadwaterError`; `rendering.error_page(request, error, status)` draws it. On a GET, not being
  signed in leads to `/sign-in?next=` and a missing purpose to `/purpose?next=`.
- `assets`: `asset_url("desk.css")` is the address of a static file.
"""

from headwater.web.app import create_app, create_local_app

__all__ = ["create_app", "create_local_app"]
