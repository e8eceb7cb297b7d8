// What is on the canvas or the pad: what the server has last heard of, and what was drawn since.
function newDrawn() {
    let known = null, newer = [], points = null, cells = null, changed = 0, revision = 0, replaced = null
    const isCells = () => typeof known === "string"
    const same = (first, second) => JSON.stringify(first) === JSON.stringify(second)
    return {
        get isDown() { return points !== null },
        get isNewer() { return isCells() ? cells !== known : points !== null || newer.length > 0 },
        // Take what the server has: strokes as paths, the pad's pixels, or null where it cannot be read along. Its
        // number is another one where the server has replaced all that was there: then nothing is newer.
        take(drawing, number) {
            const isOther = replaced !== number || typeof drawing !== typeof known
            if (typeof drawing === "string") {
                if (isOther || cells === known) cells = drawing
                newer = []
                points = null
            } else if (isOther) {
                newer = []
                points = null  // the canvas has lost the stroke as well
            } else if (!Array.isArray(drawing) || !Array.isArray(known)) newer = []
            else newer = newer.slice(Math.max(drawing.length - known.length, 0))
            if (!same(known, drawing)) revision += 1
            known = drawing
            replaced = number
        },
        begin(point) { points = [point] },
        move(point) {
            if (!points) return  // another page or surface has come under the pen
            const [x, y] = points[points.length - 1]
            if (points.length < 2 || point[0] !== x || point[1] !== y) points.push(point)
        },
        end() {
            if (!points) return
            newer.push(penPath(points))
            points = null
        },
        paint(painted, at) {
            cells = painted
            changed = at
        },
        // Return what is to be read, or null where there is nothing.
        question() {
            if (isCells()) return /1/.test(cells) ? { cells, at: changed } : null
            if (!known) return null
            const strokes = [...known, ...newer, ...(points ? [penPath(points)] : [])]
            return strokes.length ? { strokes, revision } : null
        },
    }
}
