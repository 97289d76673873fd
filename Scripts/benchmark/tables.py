"""What was measured, as a table for a terminal and for a page, and as a plot of growth."""
import html
import math
import textwrap


def duration(seconds):
    for unit, scale in (("s", 1), ("ms", 1e3), ("µs", 1e6)):
        if seconds * scale >= 1:
            return f"{seconds * scale:.3g} {unit}" if seconds * scale < 1000 else f"{seconds * scale:,.0f} {unit}"
    return f"{seconds * 1e9:.3g} ns" if seconds < 1e-6 else f"{seconds * 1e6:.3g} µs"


def memory(size):
    return f"{size / 2**20:,.0f} MiB" if size else "small"


def a(unit):
    return ("an " if unit[0] in "aeiou" else "a ") + unit


def rate(per_second):
    for unit, scale in (("M", 1e6), ("k", 1e3)):
        if per_second >= scale:
            return f"{per_second / scale:.3g} {unit}/s"
    return f"{per_second:.3g}/s"


def columns(rows):
    """Rows in columns, the first and the last to the left."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = [cell.ljust(width) if index in (0, len(row) - 1) else cell.rjust(width)
                 for index, (cell, width) in enumerate(zip(row, widths))]
        yield "  ".join(cells).rstrip()


def verdict(value, sort, bound):
    return (value <= bound) if sort == "most" else (value >= bound)


def goal(text, value, sort, bound):
    sign = "≤" if sort == "most" else "≥"
    if value is None:
        return f"  –  {text}: not measured here (goal {sign} {bound:g})"
    mark = "met" if verdict(value, sort, bound) else "NOT MET"
    times = "×" if text.startswith("as ") or text.startswith("ten ") or text.startswith("four ") else ""
    return f"  {mark}  {text}: {value:.3g}{times} (goal {sign} {bound:g}{times})"


def work_lines(work, machine):
    yield f"{work.key}  {work.title}"
    first = next(side.name for side in work.sides if side.is_reeve)
    sizes = sorted({size for _, size in work.results})
    for size in sizes:
        head = f"{size:,}" if size > 1 else ""
        rows = [[head, "median", a(work.unit), "rate", "memory", f"× {first}", "rounds", "what it does"]]
        for side in work.sides:
            result = work.results.get((side.name, size))
            if result is None:
                why = next((f"missing: {name} ({machine.missing.get(name, 'not installed')})" for name in side.needs
                            if not machine.has(name)), "too slow for this size")
                rows.append(["  " + side.name, "–", "", "", "", "", "", why])
                continue
            if not result.seconds:
                rows.append(["  " + side.name, "failed", "", "", "", "", "", result.failure or ""])
                continue
            each = result.median / work.units(size)
            ratio = work.ratio(side.name, first, size)
            held = memory(max(result.memory, default=0)) if work.shows_memory else ""
            rows.append(["  " + side.name, duration(result.median), duration(each), rate(1 / each),
                         held, f"{ratio:.3g}" if ratio else "", str(len(result.seconds)),
                         side.does])
        yield from columns(rows)
    for text, value, sort, bound in work.goals:
        yield goal(text, value(work), sort, bound)
    yield ""


def series(work):
    """Time a unit by size, of every side that did more than one."""
    for side in work.sides:
        points = [(size, work.per_unit(side.name, size)) for name, size in sorted(work.results) if name == side.name
                  and work.result(side.name, size)]
        if len(points) > 1:
            yield side, points


def text_plot(works, width=40):
    """A line for each size: bars as long as the time a unit, beside the same side's longest."""
    for work in works:
        drawn = [(side, points) for side, points in series(work) if side.is_reeve or work.key in ("W1", "W2", "W5")]
        if not drawn:
            continue
        yield f"{work.key}  time {a(work.unit)}, by size"
        for side, points in drawn:
            longest = max(seconds for _, seconds in points)
            for index, (size, seconds) in enumerate(points):
                bar = "█" * max(1, round(width * seconds / longest))
                yield f"  {(side.name if index == 0 else ''):24.24} {size:>9,} {bar:{width}} {duration(seconds)}"
        yield ""


# Of each side in turn, on a light ground and on a dark one.
COLORS = [("#0b6bcb", "#6cb6ff"), ("#c4320a", "#ff9b70"), ("#4b7f1f", "#8ddb6b"), ("#8250df", "#c9a6ff"),
          ("#9a6700", "#e3b341"), ("#57606a", "#b1bac4"), ("#bf3989", "#ff9bce"), ("#1b7c83", "#56d4dd")]


def style():
    def rules(ground, ink, rule, colors):
        yield f".ground{{fill:{ground}}}text{{fill:{ink}}}.rule{{stroke:{rule}}}"
        for number, color in enumerate(colors):
            yield f".line{number}{{stroke:{color};fill:none}}text.side{number}{{fill:{color}}}"
    light = "".join(rules("#ffffff", "#1f2328", "#d0d7de", [light for light, _ in COLORS]))
    dark = "".join(rules("#0d1117", "#e6edf3", "#30363d", [dark for _, dark in COLORS]))
    return (f"<style>{light}.reeve{{stroke-width:2.5}}.peer{{stroke-width:1.2;stroke-dasharray:4 3}}"
            f"@media (prefers-color-scheme:dark){{{dark}}}</style>")


def svg(works, title):
    """A panel for each work, both axes logarithmic; it follows the reader's choice of light or dark."""
    works = [work for work in works if any(True for _ in series(work))]
    across, wide, high, left, top = 2, 600, 310, 70, 40
    down = max(1, math.ceil(len(works) / across))
    head = textwrap.wrap(title, 150)
    above = 24 + 18 * len(head)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across * wide} {down * high + above + 10}" '
           'font-family="system-ui, sans-serif" font-size="11">', style(),
           f'<title>{html.escape(title)}</title><rect class="ground" width="100%" height="100%"/>']
    out += [f'<text x="12" y="{24 + 18 * number}" font-size="13">{html.escape(line)}</text>'
            for number, line in enumerate(head)]
    out.append(f'<text x="12" y="{24 + 18 * len(head)}">Thick lines are Reeve, dashed ones its peers; beside a name '
               'stands its time at the largest size.</text>')
    for index, work in enumerate(works):
        x0, y0 = index % across * wide + left, index // across * high + above + top
        width, height = wide - left - 230, high - top - 60
        lines = list(series(work))
        sizes = sorted({size for _, points in lines for size, _ in points})
        times = [seconds for _, points in lines for _, seconds in points]
        low, top_time = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
        top_time = max(top_time, low + 1)

        def place(size, seconds):
            span = math.log10(sizes[-1] / sizes[0])
            return (x0 + width * math.log10(size / sizes[0]) / span,
                    y0 + height * (1 - (math.log10(seconds) - low) / (top_time - low)))
        out.append(f'<text x="{x0}" y="{y0 - 12}" font-size="12">{work.key}: time {html.escape(a(work.unit))}</text>')
        for power in range(low, top_time + 1):
            _, y = place(sizes[0], 10.0 ** power)
            out.append(f'<line class="rule" x1="{x0}" x2="{x0 + width}" y1="{y:.1f}" y2="{y:.1f}"/>'
                       f'<text x="{x0 - 6}" y="{y + 4:.1f}" text-anchor="end">{duration(10.0 ** power)}</text>')
        for size in sizes:
            x, _ = place(size, 10.0 ** low)
            out.append(f'<line class="rule" x1="{x:.1f}" x2="{x:.1f}" y1="{y0}" y2="{y0 + height}"/>'
                       f'<text x="{x:.1f}" y="{y0 + height + 16}" text-anchor="middle">{size:,}</text>')
        out.append(f'<text x="{x0 + width / 2:.1f}" y="{y0 + height + 32}" text-anchor="middle">grants</text>')
        for number, (side, points) in enumerate(lines):
            color, y = number % len(COLORS), y0 + 10 + 15 * number
            path = " ".join("{:.1f},{:.1f}".format(*place(*point)) for point in points)
            kind = "reeve" if side.is_reeve else "peer"
            out.append(f'<polyline class="line{color} {kind}" points="{path}"/>'
                       f'<line class="line{color} {kind}" x1="{x0 + width + 12}" x2="{x0 + width + 34}" y1="{y - 4}" y2="{y - 4}"/>'
                       f'<text class="side{color}" x="{x0 + width + 40}" y="{y}">'
                       f'{html.escape(side.name)}: {duration(points[-1][1])}</text>')
    out.append("</svg>")
    return "\n".join(out) + "\n"


def page(works, machine, heading):
    """The largest size of each work, as a table in Markdown."""
    yield f"{heading}"
    yield ""
    yield "| work | side | median | a unit | memory | × Reeve | what it does |"
    yield "|---|---|---:|---:|---:|---:|---|"
    for work in works:
        size = max((size for _, size in work.results), default=None)
        first = next(side.name for side in work.sides if side.is_reeve)
        for side in work.sides:
            at = max((size for name, size in work.results if name == side.name and work.result(name, size)), default=None)
            if at is None:
                continue
            result, ratio = work.result(side.name, at), work.ratio(side.name, first, at)
            note = "" if at == size or size == 1 else f" (at {at:,})"
            held = memory(max(result.memory, default=0)) if work.shows_memory else ""
            yield (f"| {work.key} | {side.name}{note} | {duration(result.median)} | {duration(result.median / work.units(at))} | "
                   f"{held} | {ratio:.3g} | {side.does} |")
