"""Run strangers' code shut in, or at least watched: it knows no exercise and no notebook, and runs what it is told by name."""
