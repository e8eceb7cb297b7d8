// One pane as it looks now: points, thumbnails where few enough are in view, the labels' places, and what is marked.

const MOST_THUMBNAILS = 900, LEAST_THUMBNAIL = 14, MOST_THUMBNAIL = 46
const POINT = 2.2, CROSS = 4
const FEW_RINGS = 100 // more of them lie close round their points: else they are a blot
const pointRadius = (camera) => Math.min(POINT * Math.sqrt(camera.zoom), 5)

function drawPane(pane, scene) {
    const { camera, canvas, points } = pane, { colours } = scene
    const ratio = window.devicePixelRatio || 1
    const width = Math.round(camera.width * ratio), height = Math.round(camera.height * ratio)
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height })
    const context = canvas.getContext("2d")
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.fillStyle = colours.paper
    context.fillRect(0, 0, camera.width, camera.height)
    if (!points) return
    const seen = inView(camera, points, 30)
    const hasThumbnails = !pane.isMoving && seen.length <= MOST_THUMBNAILS && scene.pictures.bytes && !camera.isWhole
    let side = 0
    if (hasThumbnails) side = drawThumbnails(context, pane, scene, seen)
    else drawPoints(context, pane, scene, seen)
    if (camera.zoom < 3) drawPlates(context, pane, scene)
    const isFew = scene.chosen.length <= FEW_RINGS
    const [round, line] = isFew ? [5, 1.5] : [pointRadius(camera) + 1, 1]
    if (!side) for (const place of scene.chosen) ring(context, camera, points, place, colours.text, round, line)
    drawMarked(context, pane, scene)
    const radius = Math.max(8, 0.85 * side)
    if (scene.pointed >= 0) ring(context, camera, points, scene.pointed, colours.text, radius, 2.5)
    if (pane.box) drawBox(context, pane.box, colours)
}

function inView(camera, points, margin) {
    const seen = []
    for (let place = 0; place < points.length / 2; place++) {
        const [left, top] = camera.toScreen(points[2 * place], points[2 * place + 1])
        if (left > -margin && top > -margin && left < camera.width + margin && top < camera.height + margin)
            seen.push(place)
    }
    return seen
}

const isWrong = (images, place) => images.readAs !== null && images.readAs[place] !== images.labels[place]

function drawPoints(context, pane, scene, seen) {
    const { camera, points } = pane, { images, colours } = scene
    const byAnswer = scene.colour === "answer" && images.readAs
    const radius = pointRadius(camera)
    const groups = new Map()
    for (const place of seen) {
        const colour = byAnswer ? colours.line : colours.digits[images.labels[place]]
        if (byAnswer && isWrong(images, place)) continue
        if (!groups.has(colour)) groups.set(colour, [])
        groups.get(colour).push(place)
    }
    context.globalAlpha = byAnswer ? 0.55 : 0.8
    for (const [colour, places] of groups) {
        context.fillStyle = colour
        context.beginPath()
        for (const place of places) {
            const [left, top] = camera.toScreen(points[2 * place], points[2 * place + 1])
            if (pane.isMoving) {  // squares are painted in a fraction of the time
                context.fillRect(left - radius, top - radius, 2 * radius, 2 * radius)
                continue
            }
            context.moveTo(left + radius, top)
            context.arc(left, top, radius, 0, 2 * Math.PI)
        }
        context.fill()
    }
    context.globalAlpha = 1
    if (byAnswer) drawCrosses(context, pane, scene, seen, CROSS + radius / 2)
}

function drawCrosses(context, { camera, points }, { images, colours }, seen, size) {
    context.strokeStyle = colours.wrong
    context.lineWidth = 2
    context.beginPath()
    for (const place of seen) if (isWrong(images, place)) {
        const [left, top] = camera.toScreen(points[2 * place], points[2 * place + 1])
        context.moveTo(left - size, top - size)
        context.lineTo(left + size, top + size)
        context.moveTo(left + size, top - size)
        context.lineTo(left - size, top + size)
    }
    context.stroke()
}

function drawThumbnails(context, { camera, points }, scene, seen) {
    const { images, colours, pictures } = scene
    const room = Math.sqrt((camera.width * camera.height) / Math.max(seen.length, 1))
    const side = Math.min(Math.max(0.62 * room, LEAST_THUMBNAIL), MOST_THUMBNAIL)
    const byAnswer = scene.colour === "answer" && images.readAs
    const chosen = new Set(scene.chosen)
    context.imageSmoothingEnabled = side < SIDE
    for (const place of seen) {
        const [left, top] = camera.toScreen(points[2 * place], points[2 * place + 1])
        const isCrossed = byAnswer && isWrong(images, place)
        const x = left - side / 2, y = top - side / 2
        context.fillStyle = colours.paper
        context.fillRect(x, y, side, side)
        pictures.draw(context, colours.ink, place, x, y, side)
        context.strokeStyle = isCrossed ? colours.wrong : byAnswer ? colours.line : colours.digits[images.labels[place]]
        context.lineWidth = isCrossed ? 2.5 : 1.5
        context.strokeRect(x, y, side, side)
        if (chosen.has(place)) {
            context.strokeStyle = colours.text
            context.lineWidth = 2
            context.strokeRect(x - 2.5, y - 2.5, side + 5, side + 5)
        }
        context.strokeStyle = colours.wrong
        context.lineWidth = 2.5
        if (!isCrossed) continue
        context.beginPath()
        for (const [from, to] of [[0, 8], [8, 0]]) {
            context.moveTo(x + side - 10, y + 2 + from)
            context.lineTo(x + side - 2, y + 2 + to)
        }
        context.stroke()
    }
    return side
}

function drawPlates(context, pane, { colours, names }) {
    context.font = `600 14px ${colours.font}`
    context.textAlign = "center"
    context.textBaseline = "middle"
    for (const [label, [x, y]] of pane.places) {
        const [left, top] = pane.camera.toScreen(x, y)
        const wide = Math.max(context.measureText(names[label]).width + 14, 24)
        context.fillStyle = colours.paper
        context.strokeStyle = colours.digits[label]
        context.lineWidth = 3
        context.globalAlpha = 0.92
        context.beginPath()
        context.roundRect(left - wide / 2, top - 12, wide, 24, 12)
        context.fill()
        context.globalAlpha = 1
        context.stroke()
        context.fillStyle = colours.text
        context.fillText(names[label], left, top + 1)
    }
}

function drawMarked(context, pane, { marked, colours, texts }) {
    const at = marked >= 0 ? [pane.points[2 * marked], pane.points[2 * marked + 1]] : pane.marker
    if (!at) return
    const [left, top] = pane.camera.toScreen(...at)
    context.lineWidth = 5
    circle(context, left, top, 9, colours.paper)
    context.lineWidth = 2.5
    circle(context, left, top, 9, colours.text)
    context.font = `600 13px ${colours.font}`
    const wide = context.measureText(texts.marked).width + 12
    const isRight = left + 14 + wide < pane.camera.width
    const x = isRight ? left + 13 : left - 13 - wide
    context.fillStyle = colours.paper
    context.strokeStyle = colours.text
    context.lineWidth = 1
    context.beginPath()
    context.roundRect(x, top - 11, wide, 22, 5)
    context.fill()
    context.stroke()
    context.fillStyle = colours.text
    context.textAlign = "left"
    context.textBaseline = "middle"
    context.fillText(texts.marked, x + 6, top + 1)
}

function ring(context, camera, points, place, colour, radius, line) {
    const [left, top] = camera.toScreen(points[2 * place], points[2 * place + 1])
    context.lineWidth = line
    circle(context, left, top, radius, colour)
}

function circle(context, left, top, radius, colour) {
    context.strokeStyle = colour
    context.beginPath()
    context.arc(left, top, radius, 0, 2 * Math.PI)
    context.stroke()
}

function drawBox(context, [left, top, right, bottom], colours) {
    context.strokeStyle = colours.text
    context.lineWidth = 1.5
    context.setLineDash([6, 4])
    context.strokeRect(left, top, right - left, bottom - top)
    context.setLineDash([])
}
