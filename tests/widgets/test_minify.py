"""The script that pages carry says what its sources say."""

import json

import pytest

from qedu import widgets
from qedu.widgets.minify import shorten
from qedu.widgets.paper import run


@pytest.mark.parametrize("long, short", [
    ("const a = 1; // why\n\n  let b = a - -1;", "const a=1;\nlet b=a- -1;"), ("a + ++b; a / b / c; // d", "a+ ++b;a/b/c;"),
    ('x = "a // b" + \'c  d\';', 'x="a // b"+\'c  d\';'), ("t = `a  ${ f({ b: `c  ${ d } e` }) }  /* f */`;", "t=`a  ${f({b:`c  ${d} e`})}  /* f */`;"),
    (r"y = z.replace(/[/ ] \/ \"/g, '  ') / 2;", r"y=z.replace(/[/ ] \/ \"/g,'  ')/2;"), ("return /a b/.test(c) ? of : in_;", "return/a b/.test(c)?of:in_;"),
    ("for (const a of b) if (c in d) typeof e;", "for(const a of b)if(c in d)typeof e;"), ("/* head\n */\n(() => {\n})();", "(()=>{\n})();")])
def test_blanks_and_comments_go_and_quotes_stay(long, short):
    assert shorten(long) == short == shorten(short)


def test_what_is_quoted_in_the_sources_is_quoted_in_the_script():
    """Node reads both, and every function of either gives the same words: here those that hold most of the quotes."""
    files = [widgets.static_dir() / "widgets.js", *sorted((widgets.static_dir() / "scenes").glob("*.js")), widgets.static_dir() / "stage.js"]
    sources = "\n".join(file.read_text(encoding="utf-8") for file in files)
    whole, brief = (run("(() => { const scope = {}; new Function('scope', argument + '; scope.made = QEduWidgets')(scope); const { tools } = scope.made;"
                        " return [Object.keys(tools.views), tools.format(1234567.891, 'int'), tools.format(0.00123, 'sci'), tools.esc('<\"&>'), tools.fill('{a:pct} of {b}',"
                        " { spec: { controls: [] }, state: {}, get: (key) => (key === 'a' ? 0.5 : 7) }), tools.svg(3, 4, 'a  b', tools.shape('cross', 1, 2, 3, 'c'))]; })()", words)
                    for words in (sources, shorten(sources)))
    assert whole == brief and len(json.dumps(whole)) > 300
    assert shorten(sources) == widgets.script() and len(widgets.script()) < 0.9 * len(sources)
