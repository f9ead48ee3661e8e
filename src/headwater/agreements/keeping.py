"""The rules of retention that follow from agreements and profiles, as the store keeps dates by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from headwater.agreements.terms import Agreement, Keeping, Profile, Share
from headwater.model.retention import RetentionRule


def rules_of_agreement(agreement: Agreement) -> Iterator[RetentionRule]:
    """How long what came under an agreement is kept."""
    for keeping in agreement.retention:
        yield RetentionRule(
            document=agreement.name,
            clause=keeping.clause,
            sentence=keeping.sentence,
            about=keeping.about,
            keep=keeping.keep,
            review=keeping.review,
            agreement=agreement.id,
            parties=agreement.parties,
        )


def rules_of_profile(profile: Profile, agency: str) -> Iterator[RetentionRule]:
    """How long a party's law lets its data be kept, and, at its own node, what it may hold.

    A limit in a `may_hold` clause that narrows by group, schema or sender is no rule here: dates follow the category
    alone, and a limit on some things must not erase others.
    """
    said: list[Keeping | Share] = [*profile.retention]
    if profile.party == agency:
        said += [one for one in profile.may_hold if not (one.groups or one.schemata or one.from_)]
    for clause in said:
        if clause.keep or clause.review:
            yield RetentionRule(
                document=profile.name,
                clause=clause.clause,
                sentence=clause.sentence,
                about=clause.about,
                keep=clause.keep,
                review=clause.review,
                party=profile.party,
            )


def retention_rules(
    agreements: Iterable[Agreement], profiles: Iterable[Profile], agency: str
) -> tuple[RetentionRule, ...]:
    """Every rule of retention; where several apply to a report the earliest day counts."""
    ruled = [rule for agreement in agreements for rule in rules_of_agreement(agreement)]
    return (*ruled, *(rule for profile in profiles for rule in rules_of_profile(profile, agency)))
