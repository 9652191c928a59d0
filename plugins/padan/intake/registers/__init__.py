"""The poverty registries and the exclusion lists → rows for staging."""
