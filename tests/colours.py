"""How far two colours are from each other, for scripts that look at an open page."""

#: JavaScript: the contrast of two colours [red, green, blue], each from 0 to 255, as WCAG 2.2 defines it.
CONTRAST = """((...colours) => {
    const channel = (c) => ((c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    const [most, least] = colours.map(([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)).sort((x, y) => y - x);
    return (most + 0.05) / (least + 0.05);
})"""
