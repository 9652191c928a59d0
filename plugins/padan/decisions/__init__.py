"""What people decided about layouts and submissions: dated entries of one file, each undone only by another."""
