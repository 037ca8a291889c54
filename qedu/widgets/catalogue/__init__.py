"""One module per widget; each names its class `WIDGET`."""
