"""One notebook: how it is made from its source and begins, how it is read when it is handed in, run and marked; it knows no class."""
