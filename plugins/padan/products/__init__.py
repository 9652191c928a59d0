"""The month's products: record, workbook, page, manifest; `publish.publish` switches them in."""

from padan.products.assembly import build
from padan.products.errors import ProductError

__all__ = ["ProductError", "build"]
