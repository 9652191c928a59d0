"""What may go wrong in a check itself, as against in the data it checks."""


class QualityError(Exception):
    """A rule could not be evaluated, or two counts of it differ; the message names the rule, no value."""
