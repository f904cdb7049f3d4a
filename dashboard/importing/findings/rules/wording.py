"""What a rule is, and what one case of it says."""

from dataclasses import dataclass
from typing import Literal

from dashboard.importing.findings.rules.rule_ids import RuleId

Severity = Literal["E", "W", "I"]


@dataclass(frozen=True)
class Wording:
    """What one case of a rule says: E blocks, W is confirmed by the uploader, I is only shown."""

    severity: Severity
    message: str
    remedy: str = ""


@dataclass(frozen=True)
class Rule:
    """One rule; ``wordings`` has one entry for each case, the usual one under the empty name."""

    id: RuleId
    title: str
    why: str
    wordings: dict[str, Wording]

    @property
    def severities(self) -> frozenset[Severity]:
        """The severities its cases can have."""
        return frozenset(w.severity for w in self.wordings.values())
