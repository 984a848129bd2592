"""Files to text: what a web page, a Word file, a PDF, a spreadsheet or a text file says, as lines
and rows that the parser reads.

The type is known by content first, then by name. Nothing is fetched from a network, and nothing is
written to disk, except for what LibreOffice converts: that stands in a folder for temporary files
meanwhile.
"""
