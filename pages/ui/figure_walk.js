// The figure's elements, one after the other, each drawn with what figure_svg.js has.

// What an SVG of the page may get from a style sheet, its parents or a script, and must carry with it.
const STYLES = (
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset " +
    "stroke-linecap stroke-linejoin stroke-miterlimit opacity visibility clip-path clip-rule mask vector-effect " +
    "paint-order shape-rendering image-rendering font-family font-size font-style font-weight " +
    "font-variant-numeric letter-spacing text-anchor dominant-baseline stop-color stop-opacity"
).split(" ")
const COLOURS = { fill: "fill-opacity", stroke: "stroke-opacity", "stop-color": "stop-opacity" }
const OF_THE_PAGE = /^(class|style|tabindex|role|on.*|data-.*|aria-.*)$/ // attributes that mean nothing elsewhere

const NEAR = 32 // pixels between a figure and the scale of its colours, at most: two of the page's gaps
const STRETCHED = { preserveAspectRatio: "none" }

/** Returns where an element is, in the SVG's pixels. */
function placed({ origin }, rect) {
    return { x: rect.left - origin.left, y: rect.top - origin.top, width: rect.width, height: rect.height }
}

function paintBox(drawing, parent, element, style) {
    const box = placed(drawing, element.getBoundingClientRect())
    if (!box.width || !box.height) return
    const rounding = parseFloat(style.borderTopLeftRadius)
    const shape = rounding ? { ...box, rx: rounding } : box
    const [, mask] = style.maskImage.match(/^url\("(data:.*)"\)$/) ?? []
    const isPixelated = style.imageRendering === "pixelated"
    const picture = (colour, into) => {
        const image = put(into, "image", { ...box, ...STRETCHED, "image-rendering": style.imageRendering })
        const fill = (source) => image.setAttribute("href", asPng(source, { ...box, isPixelated, colour }))
        drawing.waits.push(loaded(mask).then((whole) => fill(maskPart(whole, style))))
    }
    if (isSeen(style.backgroundColor)) {
        if (mask) picture(style.backgroundColor, parent)
        else put(parent, "rect", { ...shape, ...filled(style.backgroundColor) })
    }
    for (const layer of style.backgroundImage.split(/, (?=(?:repeating-)?linear-gradient)/).reverse()) {
        const area = layerOf(style, box)
        const fill = gradientOf(drawing, layer, area)
        if (!fill) continue
        const drawn = put(parent, "rect", { ...area, fill })
        if (!mask) continue
        const id = `mask-${drawing.defs.childElementCount}`
        const holes = put(drawing.defs, "mask", { id, maskUnits: "userSpaceOnUse", ...box })
        picture("white", holes)
        drawn.setAttribute("mask", `url(#${holes.id})`)
    }
    paintBorders(drawing, parent, element, style, box)
}

/** Returns the part of a picture that lies over the box of which it is the mask: where the box shows but a part of it. */
function maskPart(whole, style) {
    const [wide, high = wide] = style.maskSize.split(" ").map(parseFloat)
    if (!(wide > 100 || high > 100)) return whole
    const [left, top] = style.maskPosition.split(" ").map((share) => parseFloat(share) / 100)
    const [width, height] = [(whole.naturalWidth * 100) / wide, (whole.naturalHeight * 100) / high]
    const size = { width: Math.round(width), height: Math.round(height) }
    const part = Object.assign(document.createElement("canvas"), size)
    const from = [(whole.naturalWidth - width) * left, (whole.naturalHeight - height) * top]
    part.getContext("2d").drawImage(whole, ...from, width, height, 0, 0, part.width, part.height)
    return part
}

/** Returns the part of a box that its background covers, of backgrounds that are not repeated. */
function layerOf(style, box) {
    if (style.backgroundRepeat !== "no-repeat" || style.backgroundSize === "auto") return box
    const part = (text, whole) => (text.endsWith("%") ? (parseFloat(text) / 100) * whole : parseFloat(text))
    const [width, height = "100%"] = style.backgroundSize.split(" ")
    const size = { width: part(width, box.width), height: part(height, box.height) }
    const [left, top] = style.backgroundPosition.split(" ")
    return { x: box.x + part(left, box.width - size.width), y: box.y + part(top, box.height - size.height), ...size }
}

function paintBorders(drawing, parent, element, style, box) {
    const isCollapsed = style.borderCollapse === "collapse" && /^T[DH]$/.test(element.tagName)
    const sides = ["Top", "Right", "Bottom", "Left"].map((side) => ({
        side,
        size: style[`border${side}Style`] === "none" ? 0 : parseFloat(style[`border${side}Width`]),
        colour: style[`border${side}Color`],
    }))
    const outlined = (size, colour, away, look) => {
        const [width, height] = [box.width + 2 * away, box.height + 2 * away]
        const frame = put(parent, "rect", { x: box.x - away, y: box.y - away, width, height, fill: "none" })
        const { colour: stroke, opacity } = colourOf(colour)
        const line = { stroke, "stroke-opacity": opacity, "stroke-width": size }
        for (const [name, value] of Object.entries(line)) frame.setAttribute(name, value)
        if (look === "dashed") frame.setAttribute("stroke-dasharray", `${2 * size} ${size}`)
    }
    if (style.borderTopStyle === "dashed") outlined(sides[0].size, sides[0].colour, -sides[0].size / 2, "dashed")
    else
        for (const { side, size, colour } of sides) {
            if (!size || !isSeen(colour)) continue
            const shift = isCollapsed ? size / 2 : 0 // neighbours share it, and it lies between them
            const line = {
                Top: { ...box, y: box.y - shift, height: size },
                Bottom: { ...box, y: box.y + box.height - size + shift, height: size },
                Left: { ...box, x: box.x - shift, width: size },
                Right: { ...box, x: box.x + box.width - size + shift, width: size },
            }[side]
            const name = Object.values(line).map(Math.round).join()
            if (isCollapsed && drawing.lines.has(name)) continue
            drawing.lines.add(name)
            put(parent, "rect", { ...line, ...filled(colour) })
        }
    const outline = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth)
    const away = parseFloat(style.outlineOffset) + outline / 2
    if (outline) outlined(outline, style.outlineColor, away, style.outlineStyle)
}

/** Draws a text line by line, each as wide as the browser made it. */
function paintText(drawing, parent, node, style, turned) {
    const lines = []
    const isUpright = style.writingMode.startsWith("vertical")
    const range = document.createRange()
    for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
        range.setStart(node, index)
        range.setEnd(node, index + word.length)
        const box = range.getBoundingClientRect()
        if (!box.width) continue
        const last = lines.at(-1)
        if (last && Math.abs(isUpright ? last.left - box.left : last.top - box.top) < 2) {
            last.text += ` ${word}`
            last.right = Math.max(last.right, box.right)
            last.bottom = Math.max(last.bottom, box.bottom)
            last.left = Math.min(last.left, box.left)
            last.top = Math.min(last.top, box.top)
        } else lines.push({ text: word, left: box.left, top: box.top, right: box.right, bottom: box.bottom })
    }
    const pen = drawing.pen
    pen.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
    const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = pen.measureText("0")
    for (const line of lines) {
        const [width, height] = [line.right - line.left, line.bottom - line.top]
        const box = placed(drawing, { left: line.left, top: line.top, width, height })
        const [x, y] = [box.x + width / 2, box.y + height / 2]
        const angle = turned + (isUpright ? 90 : 0)
        const text = put(parent, "text", {
            x,
            y: y + (ascent - descent) / 2,
            "text-anchor": "middle",
            textLength: isUpright ? height : width,
            lengthAdjust: "spacingAndGlyphs",
            "font-family": style.fontFamily,
            "font-size": style.fontSize,
            "font-weight": style.fontWeight,
            ...filled(style.color),
            ...(angle ? { transform: `rotate(${Math.round(angle)} ${x} ${y})` } : {}),
        })
        text.textContent = line.text
    }
}

/** Copies an SVG of the page, with the styles that it has there written into it. */
function copySvg(drawing, parent, element) {
    const copy = element.cloneNode(true)
    const [theirs, ours] = [element, copy].map((root) => [root, ...root.querySelectorAll("*")])
    theirs.forEach((original, index) => {
        const style = getComputedStyle(original)
        const mine = ours[index]
        if (style.display === "none" || original.tagName === "style" || original.tagName === "script") return mine.remove()
        const move = original.style?.transform ? style.transform : ""
        for (const { name } of [...mine.attributes]) if (OF_THE_PAGE.test(name)) mine.removeAttribute(name)
        if (original.namespaceURI !== SVG || /^(defs|clipPath|linearGradient|title)$/.test(original.tagName)) return
        const around = index ? getComputedStyle(original.parentElement) : {}
        for (const name of STYLES) {
            const value = style.getPropertyValue(name)
            if (index && value === around.getPropertyValue(name) && !original.hasAttribute(name)) continue
            if (/^(|normal|auto)$/.test(value) || (value === "none" && !/^(fill|stroke)$/.test(name))) continue
            const { colour, opacity } = name in COLOURS ? colourOf(value) : { colour: value, opacity: 1 }
            mine.setAttribute(name, colour)
            const whole = parseFloat(style.getPropertyValue(COLOURS[name]) || 1)
            if (opacity < 1) mine.setAttribute(COLOURS[name], opacity * whole)
        }
        if (move && move !== "none") mine.setAttribute("style", `transform: ${move}`)
        if (/^(text|tspan)$/.test(original.tagName) && !original.childElementCount && original.textContent.trim()) {
            mine.setAttribute("textLength", original.getComputedTextLength().toFixed(2))
            mine.setAttribute("lengthAdjust", "spacingAndGlyphs")
        }
    })
    const box = placed(drawing, element.getBoundingClientRect())
    for (const [name, value] of Object.entries(box)) copy.setAttribute(name, value.toFixed(2))
    parent.appendChild(copy)
}

function walk(drawing, parent, element, turned) {
    const style = getComputedStyle(element)
    const isDrawn = style.display !== "none" && style.opacity !== "0"
    if (!isDrawn || element.matches(".modebar-container, style, script")) return
    const isShown = style.visibility === "visible"
    if (style.opacity !== "1") parent = put(parent, "g", { opacity: style.opacity })
    if (isShown) paintBox(drawing, parent, element, style)
    if (element instanceof SVGSVGElement) return isShown ? copySvg(drawing, parent, element) : undefined
    if (element instanceof HTMLCanvasElement || element instanceof HTMLImageElement) {
        const box = placed(drawing, element.getBoundingClientRect())
        if (!box.width || !isShown) return
        const href = asPng(element, { ...box, isPixelated: style.imageRendering === "pixelated" })
        put(parent, "image", { ...box, ...(style.objectFit === "contain" ? {} : STRETCHED), href })
        return
    }
    if (style.overflowX !== "visible" && style.display !== "inline") {
        const clip = put(drawing.defs, "clipPath", { id: `clip-${drawing.defs.childElementCount}` })
        put(clip, "rect", placed(drawing, element.getBoundingClientRect()))
        parent = put(parent, "g", { "clip-path": `url(#${clip.id})` })
    }
    const [, a, b] = style.transform.match(/^matrix\(([^,]+), ([^,]+)/) ?? [0, 1, 0]
    const angle = turned + (Math.atan2(b, a) * 180) / Math.PI
    for (const child of element.childNodes) {
        if (child instanceof Element) walk(drawing, parent, child, angle)
        else if (child instanceof Text && isShown) paintText(drawing, parent, child, style, angle)
    }
}

/** Returns a figure's box without what the page cuts off below it, as it does with a square chart on a phone. */
function shownOf(root) {
    const { left, top, right, bottom } = root.getBoundingClientRect()
    const frame = root.closest("[class*=st-key-square-]")?.getBoundingClientRect().bottom ?? bottom
    return { left, top, right, bottom: Math.min(bottom, frame) }
}

/** Returns what stands right under a figure's box and tells what its colours stand for; undefined where nothing does. */
function scaleUnder({ left, right, bottom }) {
    return [...document.querySelectorAll(".scales, .scale-bar:not(.scales *)")].find((bar) => {
        const box = bar.getBoundingClientRect()
        const isNear = box.top > bottom - 2 && box.top < bottom + NEAR
        return box.width && isNear && box.left < right && box.right > left
    })
}

/** Returns a figure of the page as an SVG element, with its name and the scale of its colours, on the page's paper. */
async function drawnAgain(figure, name) {
    const root = figure instanceof HTMLCanvasElement ? figure.parentElement : figure
    const shown = shownOf(root), scale = scaleUnder(shown)
    const boxes = scale ? [shown, scale.getBoundingClientRect()] : [shown]
    const [left, top] = ["left", "top"].map((side) => Math.min(...boxes.map((box) => box[side])))
    const [right, bottom] = ["right", "bottom"].map((side) => Math.max(...boxes.map((box) => box[side])))
    const box = { left, top, width: right - left, height: bottom - top }
    const [width, height] = [box.width, box.height].map((side) => Math.ceil(side) + 2 * MARGIN)
    const svg = document.createElementNS(SVG, "svg")
    const size = { width, height, viewBox: `0 0 ${width} ${height}` }
    for (const [key, value] of Object.entries(size)) svg.setAttribute(key, value)
    put(svg, "title").textContent = name
    const defs = put(svg, "defs")
    put(svg, "rect", { width, height, ...filled(paperOf(root)) })
    const pen = document.createElement("canvas").getContext("2d")
    const origin = { left: box.left - MARGIN, top: box.top - MARGIN }
    const drawing = { origin, defs, pen, waits: [], lines: new Set() }
    for (const part of scale ? [root, scale] : [root]) walk(drawing, put(svg, "g"), part, 0)
    await Promise.all(drawing.waits)
    return svg
}
