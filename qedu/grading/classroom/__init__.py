"""A class: who handed in what, whose marks they are, and where they go."""
