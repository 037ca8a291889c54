"""What arguments and results are, one name for each kind: the aliases of the type hints.

A function that takes a number or an array, and gives back the one or the other, has two hints
(`typing.overload`): numbers in, a float out; else an array out.  So do the hints of SciPy.  The union
``float | NDArray`` in their place would be as true, but a checker would then refuse ``round(rate, 4)`` and
``rates.max()`` alike.  A number is an array_like too, so of two hints that fit the first one holds.  An array
without axes, ``np.array(0.1)``, comes back as a float, which no hint can say.

Modules of the library keep their hints as texts (``from __future__ import annotations``), so that `help` and Shift-Tab
show ``qber: 'Numbers'`` and not all that it stands for.

Where the result depends on what no hint knows, such as the shape of counts, the union stands, under the names
`FloatOrArray` and `IntOrArray`: for a checker, ``float(x)`` makes a number of it.
"""

from collections.abc import Sequence
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Number", "Whole", "HasNumbers", "Numbers", "Vector", "Axis", "Setting", "Settings", "Seed", "Floats", "Complexes",
           "Integers", "Bytes", "Flags", "FloatOrArray", "IntOrArray"]

#: One real number, of Python or of NumPy.
Number: TypeAlias = float | np.floating | np.integer

#: One whole number.  1e12 will do, which is a float; so this says more to a reader than to a checker.
Whole: TypeAlias = Number


class HasNumbers(Protocol):
    """What NumPy makes an array of real numbers of: arrays, columns of pandas, `xarray.DataArray`."""

    def __array__(self) -> NDArray[np.floating | np.integer]: ...


#: A number, or an array of them: array_like, without the texts and complex numbers that `numpy.typing.ArrayLike` allows.
Numbers: TypeAlias = Number | Sequence[Number] | Sequence[Sequence[Number]] | HasNumbers

#: Numbers in a row, such as probabilities or a Bloch vector.
Vector: TypeAlias = Sequence[Number] | NDArray[np.floating | np.integer]

#: A basis: "Z", "X", "Y", or a Bloch vector.
Axis: TypeAlias = str | Vector

#: A setting of a Bell test: a basis, or an angle in degrees from Z towards X.
Setting: TypeAlias = Number | Axis

#: Settings in a row, or an array of Bloch vectors.
Settings: TypeAlias = Sequence[Setting] | NDArray[np.floating | np.integer]

#: Where randomness comes from.  There is no None: every random result must repeat.
Seed: TypeAlias = int | np.integer | np.random.Generator

# Arrays that the library gives back.
Floats: TypeAlias = NDArray[np.float64]
Complexes: TypeAlias = NDArray[np.complex128]
Integers: TypeAlias = NDArray[np.int64]
Bytes: TypeAlias = NDArray[np.uint8]
Flags: TypeAlias = NDArray[np.bool_]

#: A float, or an array, by what the arguments hold.
FloatOrArray: TypeAlias = float | Floats

#: An int, or an array of whole numbers, by what the arguments hold.
IntOrArray: TypeAlias = int | Integers
