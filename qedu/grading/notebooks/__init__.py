"""One notebook: how it begins, how it is read when it is handed in, run and marked; it knows no class."""
