// Draws curves over the epochs as SVG. What is there stays from one drawing to the next: a new value is a new path.
const RIGHT = 16 // pixels beside the axes
const BELOW = 42
const ROW = 24 // of names: each is a button
const ICON = 14
const ICON_GAP = 5
const NAME_GAP = 10
const DASHES = { dashed: "4 3", dotted: "1 2" }
const SHAPES = {
    circle: (x, y, r) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`,
    rect: (x, y, r) => `M${x - r} ${y - r}h${2 * r}v${2 * r}h${-2 * r}z`,
    diamond: (x, y, r) => `M${x} ${y - r}l${r} ${r}l${-r} ${r}l${-r} ${-r}z`,
}

const tenth = (value) => Math.round(value * 10) / 10
const sharp = (value) => Math.round(value) + 0.5 // a line of one pixel

/** Returns how what a series' line or symbol is made of is painted. */
function paintOf({ itemStyle }, { hollow = 3 } = {}) {
    const { color, opacity = 1, borderColor, borderWidth } = itemStyle
    if (!borderWidth) return { fill: color, "fill-opacity": opacity }
    return { fill: "none", stroke: borderColor, "stroke-width": Math.min(hollow, borderWidth) }
}

/** Returns where everything stands: texts, names, the axes' box, and what turns values into pixels. */
function layoutOf({ options, width, height, family }) {
    const { title, legend, xAxis, yAxis, series } = options
    const texts = [], names = []
    const say = (key, text, x, y, size = 12, anchor = "start") =>
        texts.push([key, { x: tenth(x), y: tenth(y), "font-size": size, "text-anchor": anchor }, text])
    let top = 0
    for (const line of wrapped(title[0].text, 14, family, width)) say(`title ${top}`, line, 0, (top += 18) - 4, 14)
    const note = title.find(({ right }) => right !== undefined)
    if (note) {
        const isBeside = widthOf(texts.at(-1)[2], 14, family) + widthOf(note.text, 11, family) + 12 < width - RIGHT
        if (!isBeside) top += 15
        say("note", note.text, isBeside ? width - RIGHT : 0, top - 4, 11, isBeside ? "end" : "start")
    }
    for (const { data } of legend) {
        let left = 0
        for (const named of data) {
            const { name, icon } = named.name ? named : { name: named }
            const wide = ICON + ICON_GAP + widthOf(name, 12, family)
            if (left && left + wide > width) [left, top] = [0, top + ROW]
            names.push({ name, icon, series: series.find((one) => one.name === name), x: left, y: top, width: wide })
            left += wide + NAME_GAP
        }
        top += ROW
    }
    const marks = title.slice(1).find(({ left }) => left !== undefined)
    if (marks) for (const line of wrapped(marks.text, 11, family, width)) say(`marks ${top}`, line, 0, (top += 15) - 4, 11)
    top += 8
    const bottom = height - BELOW
    const isLog = yAxis.type === "log"
    const upTicks = isLog ? logTicks(yAxis, bottom - top) : evenTicks(yAxis, 5)
    const left = 12 + Math.max(...upTicks.map((value) => widthOf(numberText(value), 12, family)))
    const right = width - RIGHT
    const [low, high] = [yAxis.min, yAxis.max].map((value) => (isLog ? Math.log10(value) : value))
    const x = (value) => left + ((right - left) * (value - xAxis.min)) / (xAxis.max - xAxis.min)
    const y = (value) => bottom - ((bottom - top) * ((isLog ? Math.log10(value) : value) - low)) / (high - low)
    const box = { left, top, right, bottom, x, y, upTicks, acrossTicks: evenTicks(xAxis, 5) }
    for (const value of upTicks) say(`up ${value}`, numberText(value), left - 8, y(value) + 4, 12, "end")
    for (const value of box.acrossTicks) say(`across ${value}`, numberText(value), x(value), bottom + 18, 12, "middle")
    say("axis", xAxis.name, (left + right) / 2, height - 8, 12, "middle")
    return { texts, names, box }
}

function drawGrid(nodes, { left, top, right, bottom, x, y, upTicks, acrossTicks }) {
    const rule = (key, x1, y1, x2, y2) => nodes.set(key, "line", { x1, y1, x2, y2 })
    for (const value of upTicks) rule(`up ${value}`, tenth(left - 5), sharp(y(value)), right, sharp(y(value)))
    for (const value of acrossTicks) rule(`across ${value}`, sharp(x(value)), top, sharp(x(value)), bottom + 5)
    nodes.end()
}

function drawCurves(nodes, series, { top, bottom, left, right, x, y }, clip) {
    const drawn = [...series].sort((one, other) => (one.z ?? 2) - (other.z ?? 2))
    for (const { name, type, data, lineStyle } of drawn) {
        if (type !== "line" || data.length < 2) continue
        let path = ""
        for (const [across, up] of data) path += `${path ? "L" : "M"}${tenth(x(across))} ${tenth(y(up))}`
        const { width, color, opacity = 1 } = lineStyle
        const look = { fill: "none", stroke: color, "stroke-width": width, "stroke-opacity": opacity }
        nodes.set(`line ${name}`, "path", { ...look, "clip-path": clip, d: path })
    }
    for (const one of drawn) {
        const shape = SHAPES[one.symbol]
        if (!shape || one.showSymbol === false) continue
        let path = ""
        for (const [across, up] of one.data) {
            const [at, high] = [tenth(x(across)), tenth(y(up))]
            const isWithin = at >= left - 1 && at <= right + 1 && high >= top - 1 && high <= bottom + 1
            if (isWithin) path += shape(at, high, one.symbolSize / 2)
        }
        if (path) nodes.set(`dots ${one.name}`, "path", { ...paintOf(one), d: path })
    }
    nodes.end()
}

/** Draws the thin lines across: upright ones where something was changed, level ones with their names. */
function drawLevel(nodes, series, { left, top, right, bottom, x, y }) {
    const places = { Start: [left + 5, "start"], Middle: [(left + right) / 2, "middle"], End: [right - 5, "end"] }
    for (const { markLine } of series) {
        for (const { xAxis, yAxis, name, lineStyle, label } of markLine?.data ?? []) {
            const { color, width, type, opacity } = { ...markLine.lineStyle, ...lineStyle }
            const look = { stroke: color, "stroke-width": width, "stroke-opacity": opacity }
            look["stroke-dasharray"] = DASHES[type]
            const [at, high] = [xAxis === undefined ? 0 : sharp(x(xAxis)), yAxis === undefined ? 0 : sharp(y(yAxis))]
            if (yAxis === undefined) nodes.set(`upright ${xAxis}`, "line", { ...look, x1: at, x2: at, y1: top, y2: bottom })
            else nodes.set(`level ${name}`, "line", { ...look, x1: tenth(left), x2: right, y1: high, y2: high })
            const [, place, side] = (label?.position ?? "").match(/^inside(Start|Middle|End)(Top|Bottom)$/) ?? []
            if (!place) continue
            const { fontSize: size, color: fill } = { ...markLine.label, ...label }
            const [across, anchor] = places[place]
            const text = { x: tenth(across), y: high + (side === "Top" ? -5 : 13), "text-anchor": anchor, fill }
            nodes.set(`name ${name}`, "text", { ...text, "font-size": size, "fill-opacity": label.opacity ?? 1 }, name)
        }
    }
    nodes.end()
}

/** Draws what each line is called and looks like, in the picture; over it lies a button that hides the line. */
function drawNames(chart, names) {
    for (const { name, icon, series, x, y, width } of names) {
        const isHidden = chart.hidden.has(name)
        const middle = y + ROW / 2
        const faint = isHidden ? 0.3 : 1
        if (series && series.type === "line") {
            const { color, opacity = 1 } = series.lineStyle
            const look = { stroke: color, "stroke-width": icon ? 1.5 : 2, "stroke-opacity": faint * opacity }
            chart.icons.set(`line ${name}`, "path", { ...look, d: `M${tenth(x)} ${middle}h${ICON}` })
        }
        if (series && !icon) {
            const d = SHAPES[series.symbol]?.(tenth(x + ICON / 2), middle, series.type === "line" ? 4.5 : 6)
            if (d) chart.icons.set(`dot ${name}`, "path", { ...paintOf(series, { hollow: 2 }), opacity: faint, d })
        }
        const place = { x: tenth(x + ICON + ICON_GAP), y: middle + 4, "font-size": 12 }
        const look = { "fill-opacity": isHidden ? 0.65 : 1, "text-decoration": isHidden ? "line-through" : "none" }
        chart.icons.set(`text ${name}`, "text", { ...place, ...look }, name)
        const style = `left:${tenth(x - 4)}px;top:${y}px;width:${tenth(width + 8)}px;height:${ROW}px`
        const said = { type: "button", "aria-label": name, "aria-pressed": String(!isHidden), style }
        chart.buttons.set(name, "button", said).onclick = () => {
            chart.hidden[isHidden ? "delete" : "add"](name)
            draw(chart)
        }
    }
    chart.icons.end()
    chart.buttons.end()
}

function draw(chart) {
    if (!chart.width || !chart.options) return
    chart.family ??= getComputedStyle(chart.root).fontFamily
    const { texts, names, box } = layoutOf(chart)
    chart.box = box
    chart.shown = chart.options.series.filter(({ name }) => !chart.hidden.has(name))
    chart.parts.set("svg", "svg", { width: chart.width, height: chart.height })
    const { left, top, right, bottom } = box
    chart.clip.set("box", "rect", { x: tenth(left), y: top - 2, width: tenth(right - left), height: bottom - top + 4 })
    chart.clip.end()
    drawGrid(chart.grid, box)
    drawCurves(chart.curves, chart.shown, box, `url(#${chart.clipName})`)
    drawLevel(chart.level, chart.options.series, box)
    drawNames(chart, names)
    for (const text of texts) chart.texts.set(text[0], "text", text[1], text[2])
    chart.texts.end()
    showPlace(chart)
}

const charts = new WeakMap()
let built = 0

/** Returns what a chart is made of, the first time. */
function chartIn(root) {
    const part = (kind, name, space = "http://www.w3.org/1999/xhtml", parent = root) => {
        const made = parent.appendChild(document.createElementNS(space, kind))
        if (name) made.setAttribute("class", name)
        return made
    }
    const chart = { root, hidden: new Set(), at: null, clipName: `line-chart-${built++}` }
    chart.drawing = part("div", "drawing")
    chart.drawing.setAttribute("role", "img")
    const SPACE = "http://www.w3.org/2000/svg"
    chart.parts = new Nodes(chart.drawing, SPACE)
    const svg = chart.parts.set("svg", "svg", {})
    chart.parts.end()
    const clip = part("clipPath", "", SPACE, svg)
    clip.id = chart.clipName
    chart.clip = new Nodes(clip)
    for (const name of ["grid", "curves", "level", "icons", "texts", "cursor"])
        chart[name] = new Nodes(part("g", name, SPACE, svg))
    chart.buttons = new Nodes(part("div", "names"))
    chart.place = part("div", "place")
    chart.values = part("div", "values")
    listen(chart)
    chart.observer = new ResizeObserver(([{ contentRect }]) => {
        if (contentRect.width === chart.width) return
        chart.width = contentRect.width
        draw(chart)
    })
    chart.width = root.clientWidth
    document.fonts?.ready.then(() => {
        widths.clear()
        draw(chart)
    })
    return chart
}

export default function ({ data: { json }, parentElement }) {
    const root = parentElement.querySelector(".line-chart")
    if (!charts.has(root)) charts.set(root, chartIn(root))
    const chart = charts.get(root)
    if (!chart.isWatched) chart.observer.observe(root)
    chart.isWatched = true
    if (json !== chart.json) {
        const { options, height, alt, words } = JSON.parse(json)
        if (height !== chart.height) root.style.height = `${height}px`
        Object.assign(chart, { json, options, height, words })
        if (chart.drawing.getAttribute("aria-label") !== alt) chart.drawing.setAttribute("aria-label", alt)
        draw(chart)
    }
    return () => {
        chart.observer.disconnect()
        chart.isWatched = false
    }
}
