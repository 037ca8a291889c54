"""The simulations: a folder for each part of the book, a file for each widget with its class; they are found by that."""
