"""What goes back to the villages: their own lists with the faults marked, and next month's list to edit."""
