"""What widgets, exercises and the book all read: words of the interface, misconceptions, chapters, exercise sets, addresses.

It stands under these three and knows none of them, nor any physics, and it needs neither Sphinx nor NumPy.

>>> from qedu.content import misconceptions, strings
>>> misconceptions.get("M10").claim
'Quantum key distribution encrypts the message, or sends it.'
>>> strings.text("quiz.check")
'Check'
"""
