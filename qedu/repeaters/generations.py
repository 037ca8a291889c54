"""The three generations of repeaters: what each does against loss and against errors, as data with words."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Generation", "GENERATIONS"]


@dataclass(frozen=True)
class Generation:
    """What a generation of repeaters does against loss and against errors.

    Parameters
    ----------
    number : int
        1, 2 or 3.
    loss, errors : str
        How it copes with lost photons, and with errors of memories and gates.
    waits_for : str
        Which messages it has to wait for.
    needs : str
        What it asks of the hardware.

    Notes
    -----
    See `GENERATIONS`.  Chapter C12.

    Examples
    --------
    >>> [generation.loss for generation in GENERATIONS]
    ['heralding', 'heralding', 'error-correcting code']
    """

    number: int
    loss: str
    errors: str
    waits_for: str
    needs: str


#: The three generations, after Muralidharan et al., Sci. Rep. 6, 20463 (2016), doi:10.1038/srep20463.
GENERATIONS: tuple[Generation, ...] = (
    Generation(1, "heralding", "heralded purification", "messages between neighbours, and along the whole line",
               "memories that outlast many messages over the whole line"),
    Generation(2, "heralding", "error-correcting code", "messages between neighbours",
               "memories that outlast messages to a neighbour; many qubits a station, with good gates"),
    Generation(3, "error-correcting code", "error-correcting code", "none: the state goes one way",
               "many qubits a station with very good gates; less than half of the photons lost from station to station"),
)
