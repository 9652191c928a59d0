"""Padan: the monthly matching of village lists with the BPJS Ketenagakerjaan branch."""

__version__ = "0.1.0"
