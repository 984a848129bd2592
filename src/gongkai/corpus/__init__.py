"""Many reports: a folder or an archive read with several processes, failures kept as data, and
tables of all of them."""
