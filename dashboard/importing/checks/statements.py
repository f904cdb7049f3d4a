"""The rules that are SQL: each statement lies in ``queries/checks`` under the rule's id and its fault,
as ``V-06_more_than_whole.sql``, and is found by the id.
"""

from functools import cache

from dashboard.importing.findings.rules.rule_ids import RuleId
from dashboard.sql import QUERY_FOLDER, Query, load_query


@cache
def statement_names() -> dict[RuleId, str]:
    """The rules that are SQL, in order, each with the name of its statement for ``load_query``."""
    paths = sorted((QUERY_FOLDER / "checks").glob("*.sql"))
    return {RuleId(path.stem.partition("_")[0]): f"checks/{path.stem}" for path in paths}


def load_rule(rule: RuleId) -> Query:
    """The statement of a rule; raises KeyError when it has none."""
    return load_query(statement_names()[rule])


def rules_in_sql(groups: str) -> list[RuleId]:
    """The rules in SQL whose first letter is in ``groups``, in the order of ``groups``."""
    return [rule for group in groups for rule in statement_names() if rule.startswith(group)]
