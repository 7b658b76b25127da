"""The chart in docs/: how many times as fast as DuckDB each job is, and rows a second by the number of rows. Plain SVG."""
import math

from contenders import by_hand, by_huice
from parts import contests
from process import median
from words import number

COLOURS = {by_huice.NAME: "#b5452c", by_hand.NAME: "#8a8f98", "DuckDB": "#d9b310"}
WIDTH, LEFT, RIGHT = 780, 260, 90


class Svg:
    def __init__(self):
        self.parts = []

    def text(self, x, y, words, anchor="start", size=12, weight="normal", colour="#333"):
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" fill="{colour}">{words}</text>')

    def bar(self, x, y, width, height, colour):
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0.5):.1f}" height="{height:.1f}" fill="{colour}"/>')

    def line(self, points, colour, width=1.0, dash=""):
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
        self.parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"' + (f' stroke-dasharray="{dash}"' if dash else "") + "/>")

    def dot(self, x, y, colour):
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>')

    def whole(self, height):
        return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" font-family="sans-serif">\n'
                f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>\n' + "\n".join(self.parts) + "\n</svg>\n")


def speeds(svg, top, data):
    """Bars: the speed of each, DuckDB's being 1; the lowest edge."""
    svg.text(20, top, "Speed end to end, CSV to CSV, equal bytes out; DuckDB = 1", size=14, weight="bold")
    found = []
    for job in data.values():
        for threads, runs in job["threads"].items():
            bars = {name: contests.ratio(runs) * median(runs[by_huice.NAME]) / median(runs[name]) for name in (by_huice.NAME, by_hand.NAME) if name in runs}
            found.append((f"{job['title']}, {threads} thread{'s' if threads != '1' else ''}", bars))
    most = max(value for _, bars in found for value in bars.values())
    scale = (WIDTH - LEFT - RIGHT) / most
    y = top + 18
    begin = y
    for title, bars in found:
        height = 16 if len(bars) == 1 else 9
        svg.text(LEFT - 8, y + 12, title, "end")
        for at, (name, value) in enumerate(bars.items()):
            svg.bar(LEFT, y + at * height, value * scale, height - 1, COLOURS[name])
            svg.text(LEFT + value * scale + 4, y + at * height + height - (4 if height > 9 else 1), f"{value:.1f}" + (" by hand" if name == by_hand.NAME else ""), size=11 if height > 9 else 9)
        y += 26
    svg.line([(LEFT + scale, begin - 4), (LEFT + scale, y - 4)], COLOURS["DuckDB"], 2)
    svg.text(LEFT + scale + 3, y + 8, "DuckDB", size=11, colour="#8a7200")
    return y + 20


def by_rows(svg, top, data):
    """A line: million rows a second, by rows on a scale of powers of ten; the lowest edge."""
    svg.text(20, top, f"Million rows a second by the number of rows: four measures, to /dev/null, {data['threads']} threads", size=14, weight="bold")
    # the last one comes through a pipe
    points = sorted([(int(count), int(count) / median(each) / 1e6, "") for count, each in data["rows"].items()]
                    + [(int(count), int(count) / median(each) / 1e6, " (pipe)") for count, each in list(data["piped"].items())[-1:]])
    bottom, height = top + 190, 150
    most = max(rate for _, rate, _ in points)
    first, last = (math.log10(points[at][0]) for at in (0, -1))

    def place(count, rate):
        return 60 + (math.log10(count) - first) / (last - first) * (WIDTH - 60 - RIGHT), bottom - rate / most * height

    svg.line([(60, bottom), (WIDTH - RIGHT, bottom)], "#999")
    svg.line([place(count, rate) for count, rate, _ in points], COLOURS[by_huice.NAME], 2)
    for count, rate, how in points:
        x, y = place(count, rate)
        svg.dot(x, y, COLOURS[by_huice.NAME])
        svg.text(x, y - 9, f"{rate:.2f}", "middle", 11)
        svg.text(x, bottom + 16, number(count) + how, "middle", 11)
    return bottom + 34


def draw(results):
    svg = Svg()
    edge = speeds(svg, 28, results["parts"]["contests"])
    edge = by_rows(svg, edge + 24, results["parts"]["scaling"])
    machine = results["machine"]
    svg.text(20, edge + 10, f"{results['date']}: {machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB; DuckDB {machine['versions']['duckdb']}; medians of {results['runs']}", size=11, colour="#777")
    return svg.whole(edge + 26)
