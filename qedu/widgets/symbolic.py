"""From a sympy expression to a tree that the page can evaluate without `eval`.

The tree is JSON: a number, a string (the name of a control or of another
number), or a list ``[operation, argument, ...]``.
"""

from qedu._arguments import bad

__all__ = ["NOTHING", "LEAST_LOG10", "log10", "symbol", "switch", "wilson", "tree"]

#: Stands for 0 on a logarithmic scale; the formats `log` and `pow` of the page show it as 0.
NOTHING = 1e-300
#: Whatever has a logarithm above this is more than nothing.
LEAST_LOG10 = -99


def log10(values):
    """Logarithm to the base 10 of numbers that may be 0, as the page's format `log` takes it.

    Parameters
    ----------
    values : float or array_like
        Not negative.

    Returns
    -------
    float or numpy.ndarray
        −300 for 0.

    Examples
    --------
    >>> [float(x) for x in log10([1000, 0])]
    [3.0, -300.0]
    """
    import numpy as np

    return np.log10(np.maximum(values, NOTHING))


def symbol(name):
    """A real sympy symbol for a control or a number of a widget.

    Parameters
    ----------
    name : str
        Its name, dots allowed.

    Returns
    -------
    sympy.Symbol
    """
    import sympy

    return sympy.Symbol(name, real=True)


def switch(*cases):
    """A sympy Piecewise: the value of the first case that holds.

    Parameters
    ----------
    *cases
        Pairs (value, condition) and, last, the value for all else.

    Returns
    -------
    sympy.Expr
    """
    import sympy

    *pairs, rest = cases
    # evaluate=False: sympy must not draw conclusions such as 1/n -> zoo across the cases.
    return sympy.Piecewise(*pairs, (rest, True), evaluate=False)


def wilson(k, n):
    """Fraction k/n with the ends of its Wilson 95 % interval, as `dice.interval` has them.

    Parameters
    ----------
    k, n : sympy.Expr
        Successes and trials.

    Returns
    -------
    tuple of sympy.Expr
        Fraction, lower and upper end; 0, 0, 1 if nothing was tried.
    """
    from qedu.widgets.dice import Z95

    middle = (k + Z95 ** 2 / 2) / (n + Z95 ** 2)
    half = Z95 / (n + Z95 ** 2) * (k * (n - k) / n + Z95 ** 2 / 4) ** 0.5
    # The ends are exactly 0 and 1 when nothing or everything was a success.
    return (switch((0, n < 1), k / n), switch((0, k < 1), middle - half),
            switch((1, k > n - 1), middle + half))


def tree(expression):
    """The tree of an expression.

    Parameters
    ----------
    expression : sympy.Expr or number
        Sums, products, powers, cos, sin, exp, log, sqrt, Abs, Min, Max,
        Piecewise with comparisons, symbols and numbers.

    Returns
    -------
    float, str or list
        JSON-ready.

    Raises
    ------
    ValueError
        If the expression holds anything else.

    Examples
    --------
    >>> import sympy
    >>> tree(sympy.cos(symbol("a")) ** 2)
    ['^', ['cos', 'a'], 2]
    """
    import sympy

    e = sympy.sympify(expression)
    if e.is_Symbol:
        return e.name
    if e.is_Integer:
        return int(e)
    if e.is_number and e.is_real:
        return float(e)
    if e.is_Pow and e.exp == sympy.Rational(1, 2):
        return ["sqrt", tree(e.base)]
    if isinstance(e, sympy.Piecewise):
        result = None
        for value, condition in reversed(e.args):
            if condition == True:                              # noqa: E712 - sympy's own True
                result = tree(value)
            else:
                if result is None:
                    raise bad("expression", expression, "a Piecewise with a last case for all else")
                result = ["if", tree(condition), tree(value), result]
        return result
    names = {sympy.Add: "+", sympy.Mul: "*", sympy.Pow: "^", sympy.cos: "cos", sympy.sin: "sin",
             sympy.exp: "exp", sympy.log: "log", sympy.Abs: "abs", sympy.Min: "min",
             sympy.Max: "max", sympy.StrictLessThan: "<", sympy.LessThan: "<=",
             sympy.StrictGreaterThan: ">", sympy.GreaterThan: ">=", sympy.Equality: "==",
             sympy.Unequality: "!="}
    if e.func not in names:
        raise bad("expression", expression,
                  "sums, products, powers, cos, sin, exp, log, sqrt, Abs, Min, Max and Piecewise")
    return [names[e.func], *(tree(argument) for argument in e.args)]
