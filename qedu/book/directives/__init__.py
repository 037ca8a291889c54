"""The directives that a chapter is made of.

Each class says how it is written, what it shows and what it refuses.  Mistakes
are Sphinx warnings that name file and line, so a build with ``-W`` fails.
"""

from qedu.book.directives.boxes import Misconception, MisconceptionRole
from qedu.book.directives.drawing import Drawing
from qedu.book.directives.examples import Cards, Completion, Worked
from qedu.book.directives.exercises import Exercises
from qedu.book.directives.objectives import Lessons, Objectives
from qedu.book.directives.predict import Observe, Prediction
from qedu.book.directives.quiz import Quiz
from qedu.book.directives.ways import Road, Ways

DIRECTIVES = {"objectives": Objectives, "lessons": Lessons, "quiz": Quiz, "prediction": Prediction, "observe": Observe,
              "misconception": Misconception, "worked": Worked, "completion": Completion, "cards": Cards,
              "exercises": Exercises, "drawing": Drawing, "road": Road, "ways": Ways}
ROLES = {"misconception": MisconceptionRole()}
