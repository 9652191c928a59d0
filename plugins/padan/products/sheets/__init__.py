"""What every workbook of cases is made of: the cases read once, their words, one table on a sheet, the file."""
