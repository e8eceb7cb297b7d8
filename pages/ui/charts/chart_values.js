// Tells the values at one place of a chart: at the pointer, under a finger, or by the arrow keys.
const NEAR = 6 // pixels: what is so near the pointer, it takes first from the line with the fewest points
const STRIDE = 10 // points that Page Up and Page Down pass

/** Returns the place of a line's point that is nearest to a place; its points go from left to right. */
function nearest(data, x) {
    let [low, high] = [0, data.length - 1]
    while (low < high) {
        const middle = (low + high) >> 1
        if (data[middle][0] < x) low = middle + 1
        else high = middle
    }
    return low && x - data[low - 1][0] < data[low][0] - x ? data[low - 1][0] : data[low][0]
}

/** Returns where there are values, nearest to a place; null where nothing is drawn. */
function placeNear(chart, x) {
    const { left, right } = chart.box
    const reach = (NEAR * (chart.options.xAxis.max - chart.options.xAxis.min)) / (right - left)
    const found = chart.shown
        .filter(({ data }) => data.length)
        .map(({ data }) => ({ x: nearest(data, x), count: data.length }))
        .map((place) => ({ ...place, away: Math.abs(place.x - x) }))
    const near = found.filter(({ away }) => away <= reach)
    const [first] = near.length
        ? near.sort((one, other) => one.count - other.count || one.away - other.away)
        : found.sort((one, other) => one.away - other.away)
    return first?.x ?? null
}

/** Returns each place where a line has a point, from left to right. */
const placesOf = ({ shown }) =>
    [...new Set(shown.flatMap(({ data }) => data.map(([x]) => x)))].sort((one, other) => one - other)

/** Returns each line's value at a place where it has a point. */
function valuesAt({ shown, options }, x) {
    const decimals = Number(options.tooltip.valueFormatter.match(/\d+/)[0])
    return shown.flatMap((series) => {
        const point = series.data.find(([at]) => at === x)
        const { color, borderColor, opacity = 1 } = series.itemStyle
        return point ? [{ name: series.name, value: point[1].toFixed(decimals), colour: borderColor ?? color, opacity }] : []
    })
}

function showPlace(chart) {
    const { place, values, cursor, words, options, box } = chart
    const { left, top, right, bottom } = box
    const style = `left:${tenth(left)}px;top:${top}px;width:${tenth(right - left)}px;height:${bottom - top}px`
    const said = { role: "slider", tabindex: 0, "aria-label": words.read.replace("{}", options.title[0].text) }
    said["aria-valuemin"] = options.xAxis.min
    said["aria-valuemax"] = options.xAxis.max
    if (chart.at !== null) chart.at = placeNear(chart, chart.at)
    const told = chart.at === null ? [] : valuesAt(chart, chart.at)
    const title = chart.at === null ? "" : words.at.replace("{}", Number(chart.at.toFixed(2)))
    said["aria-valuenow"] = chart.at ?? options.xAxis.min
    said["aria-valuetext"] = title
        ? `${title}: ${told.map(({ name, value }) => `${name} ${value}`).join(", ")}`
        : words.none
    for (const [name, value] of Object.entries({ ...said, style }))
        if (place.getAttribute(name) !== String(value)) place.setAttribute(name, value)
    values.hidden = !title
    if (title) {
        const x = tenth(box.x(chart.at))
        cursor.set("line", "line", { x1: x, x2: x, y1: top, y2: bottom })
        chart.rows.set("title", "div", {}, title)
        for (const { name, value, colour, opacity } of told) rowOf(chart, name, value, colour, opacity)
        chart.rows.end()
        const { offsetWidth, offsetHeight } = values
        const beside = x + 10 + offsetWidth <= chart.width ? x + 10 : x - 10 - offsetWidth
        values.style.left = `${Math.max(0, Math.min(beside, chart.width - offsetWidth))}px`
        values.style.top = `${Math.max(0, Math.min(top + 4, chart.height - offsetHeight))}px`
    }
    cursor.end()
}

function rowOf({ rows }, name, value, colour, opacity) {
    const row = rows.set(name, "div", {})
    if (!row.childElementCount) row.append(...["i", "span", "b"].map((kind) => document.createElement(kind)))
    const [chip, label, number] = row.children
    Object.assign(chip.style, { background: colour, opacity })
    label.textContent = name
    number.textContent = value
}

function listen(chart) {
    const { place, values } = chart
    chart.rows = new Nodes(values)
    values.setAttribute("aria-hidden", "true") // the place says it
    const show = (at) => {
        if (at === chart.at) return
        chart.at = at
        showPlace(chart)
    }
    const follow = ({ clientX }) => {
        const { left, width } = place.getBoundingClientRect()
        const { min, max } = chart.options.xAxis
        show(placeNear(chart, min + ((clientX - left) / width) * (max - min)))
    }
    place.onpointermove = place.onpointerdown = follow
    place.onpointerleave = ({ pointerType }) => pointerType === "mouse" && show(null)
    place.onblur = () => show(null)
    place.onfocus = () => place.matches(":focus-visible") && chart.at === null && show(placesOf(chart).at(-1) ?? null)
    place.onkeydown = (event) => {
        if (event.key === "Escape") return show(null)
        const all = placesOf(chart)
        const now = chart.at === null ? all.length : all.indexOf(chart.at)
        const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -STRIDE, PageUp: STRIDE }
        const next = { Home: 0, End: all.length - 1 }[event.key] ?? now + steps[event.key]
        if (Number.isNaN(next)) return
        event.preventDefault()
        show(all[Math.max(0, Math.min(next, all.length - 1))] ?? null)
    }
}
