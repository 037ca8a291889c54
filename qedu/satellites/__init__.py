"""Quantum keys and pairs from satellites: where they pass, what light loses on the way, what a pass yields; floor 3."""

__all__: list[str] = []
