"""Findings of the rule packs that are accepted, each with its reason and at the narrowest place."""

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct


def acknowledge(construct: IConstruct, rule: str, reason: str) -> None:
    """Accept what ``rule`` (its pack's prefix, its name, its finding) reports at ``construct`` and below."""
    pack = rule.partition("-")[0]
    Validations.of(construct).acknowledge(Acknowledgment(id=f"{pack}::{rule}", reason=reason))
