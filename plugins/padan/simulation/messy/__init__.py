"""The messy profile: a month in which every shape of a village's list occurs, the truth known for every cell."""
