"""What each feed must look like: columns, words, rules and messages, kept as YAML in include/contracts."""

from padan.contracts.load import feed_rules, file_contract, load_all, load_contract
from padan.contracts.model import Breaker, Column, Contract, Message, Rule, Text

__all__ = [
    "Breaker",
    "Column",
    "Contract",
    "Message",
    "Rule",
    "Text",
    "feed_rules",
    "file_contract",
    "load_all",
    "load_contract",
]
