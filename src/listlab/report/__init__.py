"""What is drawn: charts, tables, pages."""
