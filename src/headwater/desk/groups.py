"""A gang as one reader sees it: members by role in the crime script, its links, and the finding in one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from headwater.desk.chart import layout
from headwater.desk.entities import canonical, entity_view, not_found, reports_behind
from headwater.desk.links import GANG_ROLE, Link
from headwater.desk.reading import Reading
from headwater.desk.searching import checked_page
from headwater.desk.sources import agencies_of, basis_of, categories, last_reported, listed, marking_of, source_views
from headwater.desk.views import GroupLineView, GroupView, LinkView, MemberView, NodeView, RoleView
from headwater.desk.words import STAGE_WORDS, counted, role_words, stage_of
from headwater.model import Basis, Stage, schema

GROUPS = ("SmugglingGroup", "Organization")
NODES_AT_MOST = 60
LINKS_SHOWN = 200
_STAGES = {stage.value: place for place, stage in enumerate(Stage)}
_NO_CHART = ("Sanction", "Identification", "Address")


def group_lines(reading: Reading, offset: int, limit: int) -> tuple[tuple[GroupLineView, ...], int]:
    """A page of the groups and organisations a reader may see, and their exact number."""
    offset, limit = checked_page(offset, limit)
    total = reading.store.browse(reading.view, schemata=GROUPS, limit=1).total
    ids = _page_of_groups(reading, offset, limit)
    reading.load(ids)
    reading.load_reports(row.report_id for id_ in ids for row in reading.rows(id_))
    reading.load_with_links(ids)
    return tuple(_group_line(reading, id_) for id_ in ids if reading.there(id_)), total


def _page_of_groups(reading: Reading, offset: int, limit: int) -> list[str]:
    """Smuggling groups before other organisations; one that is both stands among the first."""
    store, view = reading.store, reading.view
    smuggling = store.browse(view, schemata=GROUPS[:1], offset=offset, limit=limit)
    ids = [hit.entity_id for hit in smuggling.hits]
    if len(ids) < limit:
        after = max(0, offset - smuggling.total)
        others = store.browse(view, schemata=GROUPS[1:], offset=after, limit=limit - len(ids))
        found = [hit.entity_id for hit in others.hits]
        reading.load(found)
        ids += [id_ for id_ in found if not schema.is_a(reading.schema(id_), GROUPS[0])]
    return ids


def _group_line(reading: Reading, group_id: str) -> GroupLineView:
    rows = reading.rows(group_id)
    infos = [(row, reading.report(row.report_id)) for row in rows]
    caption = reading.caption(group_id)
    links = [Link(reading, link_id) for link_id in reading.links(group_id)]
    return GroupLineView(
        id=group_id,
        schema=reading.schema(group_id),
        caption=caption.text,
        caption_lang=caption.lang,
        member_count=len(_members_of(group_id, links)),
        agencies=agencies_of(reading, rows),
        report_count=reports_behind(rows),
        last_reported=last_reported(reading, rows),
        synthetic=any(info.head.synthetic for _, info in infos),
        listed=any(listed(info, row) for row, info in infos),
        press=any(info.head.press for _, info in infos),
        marking=marking_of(rows),
        linked_count=len({other for link in links if _is_linked_to(link) for _, other, _ in link.others(group_id)}),
    )


def _is_membership(link: Link) -> bool:
    return schema.is_a(link.schema, "Membership")


def _is_linked_to(link: Link) -> bool:
    return schema.is_a(link.schema, "UnknownLink")


def _members_of(group_id: str, links: Iterable[Link]) -> dict[str, list[Link]]:
    """The memberships of each member that the reader may see."""
    members: dict[str, list[Link]] = {}
    for link in links:
        if _is_membership(link) and group_id in link.ends("organization"):
            for member in link.ends("member"):
                members.setdefault(member, []).append(link)
    return members


def group_view(reading: Reading, group_id: str) -> GroupView:
    """A group with its members, their roles, its links and the chart of both.

    Raises:
        NotFound: It is not there, not for this reader, or no group.
    """
    group_id = canonical(reading, group_id)
    if not reading.there(group_id) or not schema.is_a(reading.schema(group_id), "Organization"):
        raise not_found("group")
    reading.load_with_links((group_id,))
    own = [Link(reading, link_id) for link_id in reading.links(group_id)]
    members = _members_of(group_id, own)
    reading.load_with_links([group_id, *members])
    views = sorted((_member(reading, member, group_id, links) for member, links in members.items()), key=_by_stage)
    links = _chart_links(reading, [group_id, *(view.id for view in views)])
    nodes, shown = _chart(reading, group_id, [view.id for view in views], links)
    stages = _stages(views)
    linked = [view for link in own if _is_linked_to(link) for view in _link_views(link)]
    return GroupView(
        entity=entity_view(reading, group_id),
        members=tuple(views),
        linked=tuple(sorted(linked, key=lambda view: (reading.caption(_other(view, group_id)).text, view.id))),
        nodes=nodes,
        links=shown,
        total_nodes=len({end for link in links for end in (link.source, link.target)} | {group_id}),
        total_links=len(links),
        stages=stages,
        lede=lede(views, stages, len(linked)),
    )


def _other(view: LinkView, entity_id: str) -> str:
    return view.target if view.source == entity_id else view.source


def _by_stage(view: MemberView) -> tuple[int, str, str]:
    places = [_STAGES[role.stage] for role in view.roles if role.stage]
    return min(places, default=len(_STAGES)), view.caption, view.id


def _member(reading: Reading, member: str, group_id: str, links: Sequence[Link]) -> MemberView:
    rows = reading.rows(member)
    caption = reading.caption(member)
    roles = sorted(
        (role for link in links for role in _roles(link, member)),
        key=lambda role: (_STAGES.get(role.stage, len(_STAGES)), role.role_words, role.basis, role.since, role.place),
    )
    return MemberView(
        id=member,
        entity_schema=reading.schema(member),
        caption=caption.text,
        caption_lang=caption.lang,
        categories=categories(reading, rows),
        roles=tuple(roles),
        report_count=reports_behind(rows),
        since=min((role.since for role in roles if role.since), default=""),
    )


def _roles(link: Link, member: str) -> list[RoleView]:
    said = link.said(*GANG_ROLE) or {"": link.ends("member")[member]}
    views = []
    for role, rows in said.items():
        reports = frozenset(row.report_id for row in rows)
        views.append(
            RoleView(
                role=role,
                role_words=role_words(role) or "Member",
                stage=stage_of(role),
                basis=basis_of(rows),
                since=link.since(reports),
                until=link.until(reports),
                place=link.place(reports),
                sources=source_views(link.reading, rows),
            )
        )
    return views


def _chart_links(reading: Reading, ids: Sequence[str]) -> list[LinkView]:
    """Every link of the group and its members that joins two entities the reader may see, each once."""
    found: dict[str, LinkView] = {}
    for link_id in dict.fromkeys(link_id for id_ in ids for link_id in reading.links(id_)):
        link = Link(reading, link_id)
        if link.edge()[0] and not any(schema.is_a(link.schema, name) for name in _NO_CHART):
            found.update({view.id: view for view in _link_views(link)})
    return sorted(found.values(), key=lambda view: (view.source, view.target, view.id))


def _link_views(link: Link) -> list[LinkView]:
    source, target = link.edge()
    views = []
    for one, rows_one in link.ends(source).items():
        for other, rows_other in link.ends(target).items():
            rows = [row for row in link.rows if row.prop in ("scriptRole", "role")] or [*rows_one, *rows_other]
            views.append(
                LinkView(
                    id=f"{link.id}.{one}.{other}",
                    source=one,
                    target=other,
                    words=link.words(),
                    basis=basis_of(rows),
                    report_count=reports_behind(link.rows),
                    since=link.since(),
                    until=link.until(),
                    sources=source_views(link.reading, rows),
                )
            )
    return views


def _chart(
    reading: Reading, group_id: str, members: Sequence[str], links: Sequence[LinkView]
) -> tuple[tuple[NodeView, ...], tuple[LinkView, ...]]:
    ends = {end for link in links for end in (link.source, link.target)} - {group_id, *members}
    others = sorted(ends, key=lambda id_: (reading.caption(id_).text, id_))
    chosen = [group_id, *members, *others][:NODES_AT_MOST]
    persons = [id_ for id_ in chosen[1:] if schema.is_person(reading.schema(id_))]
    things = [id_ for id_ in chosen[1:] if id_ not in set(persons)]
    shown = [link for link in links if link.source in chosen and link.target in chosen][:LINKS_SHOWN]
    places = layout(group_id, persons, things, [(link.source, link.target) for link in shown])
    nodes = []
    for id_ in chosen:
        kind, (x, y) = reading.schema(id_), places[id_]
        nodes.append(NodeView(id_, kind, reading.caption(id_).text, schema.is_person(kind), x, y))
    return tuple(nodes), tuple(shown)


def _stages(members: Sequence[MemberView]) -> tuple[tuple[str, str, int], ...]:
    served = [{role.stage for role in member.roles} for member in members]
    return tuple((stage.value, STAGE_WORDS[stage], sum(stage.value in stages for stages in served)) for stage in Stage)


_HANGS = {
    Stage.DIRECT: "direction",
    Stage.RECRUIT: "recruiting",
    Stage.PAY: "payment",
    Stage.DOCUMENT: "documents",
    Stage.HOUSE: "safe houses",
    Stage.TRANSPORT: "transport",
    Stage.EQUIP: "boats and engines",
    Stage.LAUNCH: "launching",
    Stage.CROSS: "the crossing",
}


def lede(members: Sequence[MemberView], stages: Sequence[tuple[str, str, int]], linked: int) -> str:
    """The finding about a group in one or two sentences; about stages and reports, never about who matters most."""
    if not members:
        return (
            f"{counted(linked, 'entry is', 'entries are')} linked to this group."
            if linked
            else ("No member is stated in the reports you may see.")
        )
    roles = [role for member in members for role in member.roles if role.stage]
    single = [_HANGS[Stage(code)] for code, _, count in stages if count == 1]
    if not roles:
        return f"{counted(len(members), 'member', 'members')}; no role in the crime script is stated."
    facts = sum(role.basis is Basis.FACT for role in roles)
    stated = f"{facts} of {counted(len(roles), 'role', 'roles')} stated as fact."
    counts = f"{counted(len(members), 'member', 'members')}; {stated}"
    if not single or len(single) == len([count for _, _, count in stages if count]):
        return counts
    return f"{_hanging(single)} {counts}"


def _hanging(single: list[str]) -> str:
    """What hangs on one person: `Documents, and boats and engines, each hang on one person.`."""
    if len(single) == 1:
        verb = "hang" if single[0] in ("documents", "safe houses", "boats and engines") else "hangs"
        return f"{single[0][:1].upper()}{single[0][1:]} {verb} on one person."
    words = ", ".join(single[:-1])
    return f"{words[:1].upper()}{words[1:]}, and {single[-1]}, each hang on one person."
