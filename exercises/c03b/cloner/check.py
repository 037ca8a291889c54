import numpy as np

from qedu import cloners
from qedu.grading.answers import Kind, Unfit, numbers, shape_of
from qedu.grading.exercise import Call, Exercise, Mistake

from ..common import MINUS, ONE, PLUS, ROOT, ZERO

UP, DOWN = np.array([ROOT, ROOT * 1j]), np.array([ROOT, -ROOT * 1j])


class Machine(Kind):
    """A complex matrix that turns one qubit into two, or into three."""

    def read(self, value):
        array = numbers(value)
        if array.shape not in ((4, 2), (8, 2)):
            raise Unfit("shape", shape=shape_of(array), wanted="a matrix of shape (4, 2) or a matrix of shape (8, 2)")
        return array


class Cloner(Exercise):
    """The answer is judged by what it does to the four states of BB84, not by its matrix.

    Any isometry will do that gives the signal the error asked for and the copy the smallest one possible;
    both up to 2e-6.
    """

    answer = Machine()
    example = Call(d=0.1)

    def calls(self, rng):
        calls = [self.example, Call(d=float(rng.uniform(0.02, 0.07))), Call(d=float(rng.uniform(0.2, 0.4)))]
        best = [self._errors(cloners.phase_covariant(call.arguments["d"]).full(), [ZERO])[1][0] for call in calls]
        return calls, best

    @staticmethod
    def _errors(machine, kets):
        """Errors of the signal and of the copy, for each ket."""
        signal, copy = [], []
        for ket in kets:
            out = (machine @ ket).reshape(2, 2, -1)
            signal.append(1 - np.linalg.norm(np.tensordot(ket.conj(), out, (0, 0))) ** 2)
            copy.append(1 - np.linalg.norm(np.tensordot(ket.conj(), out, (0, 1))) ** 2)
        return np.array(signal), np.array(copy)

    def judge(self, calls, answers, best):
        found, machines = [], []
        for call, (answer,) in zip(calls, answers):
            machine = self.read(call, answer)
            with np.errstate(all="ignore"):
                kept = abs(machine.conj().T @ machine - np.eye(2)).max() <= 2e-6
            if not kept:
                return Mistake("not_isometry", call, answer)
            machines.append(machine)
            found.append(self._fault(machine, call.arguments["d"], best[len(found)]))
        if not any(found):
            return None
        place = next(i for i, key in enumerate(found) if key)
        constant = not found[0] and all(np.allclose(machines[0], machine) for machine in machines[1:])
        return Mistake("only_example" if constant else found[place], calls[place], answers[place][0])

    def _fault(self, machine, d, best):
        near = 2e-6
        signal, copy = self._errors(machine, [ZERO, ONE, PLUS, MINUS])
        if abs(signal - d).max() < near and abs(copy - best).max() < near:
            return None
        for circle in ([PLUS, MINUS, UP, DOWN], [ZERO, ONE, UP, DOWN]):
            s, c = self._errors(machine, circle)
            if abs(s - d).max() < near and abs(c - best).max() < near:
                return "wrong_circle"
        if abs(copy - d).max() < near and abs(signal - best).max() < near:
            return "roles_swapped"
        if np.ptp(signal) > near:
            return "uneven"
        return "wrong_strength" if abs(signal - d).max() > near else "poor_copy"
