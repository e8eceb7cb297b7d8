// What is drawn outlives a reload, which is a new session for the server, and a page that is left before a stroke was
// sent: this tab keeps the drawing as the server has it, and strokes that the server may not have yet.
const KEPT = "digitlab-drawing", UNSENT = "digitlab-drawing-unsent"
const STALE = 60000 // milliseconds after which a stroke is no longer on its way

function stored(key) {
    try {
        return JSON.parse(sessionStorage.getItem(key))
    } catch {
        return null // the browser keeps nothing, or none of ours
    }
}

function store(key, text) {
    try {
        if (text) sessionStorage.setItem(key, text)
        else sessionStorage.removeItem(key)
    } catch {
        if (text) store(key, null) // the browser keeps no more, and what it kept is an older one
    }
}

// Notes a stroke of the drawing that the server knows by so many strokes.
function noteUnsent({ count, pen }, points) {
    const unsent = stored(UNSENT) ?? { after: count, objects: [] }
    const line = points.length > 1 ? points : [points[0], [points[0][0] + 0.04, points[0][1]]]
    const path = line.map((point, place) => [place ? "L" : "M", ...point])
    store(UNSENT, JSON.stringify({ ...unsent, at: Date.now(), objects: [...unsent.objects, { ...JSON.parse(pen), path }] }))
}

// Returns the strokes that a drawing of so many lacks, or none.
function lacking(unsent, count) {
    const isKnown = count >= unsent.after && Date.now() - unsent.at < STALE
    return isKnown ? unsent.objects.slice(count - unsent.after) : []
}

// Forgets what the server has by now; all of it where it has replaced the drawing.
function forgetSent({ count, revision }, before) {
    const unsent = stored(UNSENT)
    if (!unsent) return
    const objects = before.revision === revision ? lacking(unsent, count) : []
    store(UNSENT, objects.length ? JSON.stringify({ ...unsent, after: count, objects }) : null)
}

// Returns what the server does not know of a canvas that is new on the page, or null.
function unknownToServer({ kept, count }) {
    const unsent = stored(UNSENT) ?? { after: 0, at: -Infinity, objects: [] }
    store(UNSENT, null)
    if (kept !== null) {
        const objects = lacking(unsent, count)
        return objects.length ? { after: count, objects } : null
    }
    const known = stored(KEPT) ?? { objects: [] }
    const objects = [...known.objects, ...lacking(unsent, known.objects.length)]
    return objects.length ? { ...known, objects } : null
}
