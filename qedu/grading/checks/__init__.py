"""What judges an answer and says so: calls, kinds of answer, mistakes and their words; it knows no notebook file and no class."""
