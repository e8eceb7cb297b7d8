const CANVAS = "draw-canvas-frame"  // key of the container that holds the canvas
const followers = new WeakMap()

function follow() {
    const ended = new AbortController(), { signal } = ended
    const drawn = newDrawn(), page = newLivePage()
    let given = null, told = {}, strip = null, stamp = 0, last = null

    const reader = newReader(answer => {
        if (answer.stamp !== stamp) return  // of what is no longer there
        const { settled } = answer, { probabilities } = answer.answers[answer.under]
        strip?.show(answer.answers[answer.under].parts)
        if (!settled) {
            last = answer
            page.show(answer, given.words, told.threshold)
        }
        document.dispatchEvent(new CustomEvent("digitlab-along", { detail: { settled, probabilities } }))
    })

    function ask() {
        const question = drawn.question()
        if (!question) {
            reader.forget()
            return
        }
        const { isOne, scale } = told, parts = strip?.wants(drawn.isDown) ?? null
        reader.read({ ...question, isOne, scale, strip: parts, stamp, settled: !drawn.isNewer })
    }

    // Put back what the server said; a question that is still on its way is answered in vain.
    function rest() {
        stamp += 1
        last = null
        page.restore()
        if (!drawn.question()) strip?.clear()
        ask()
    }

    function hear() {
        if (!given || !window.digitlabDrawing) return
        if (told.root !== window.digitlabDrawing.root) {
            strip?.end()
            strip = newStrip(window.digitlabDrawing.root, ask)
        }
        told = window.digitlabDrawing
        strip.give(given.strip, given.words)
        drawn.take(told.drawing, told.number)
        if (!drawn.isNewer) rest()
        else if (last) page.show(last, given.words, told.threshold)  // the server has just drawn its answer to the stroke before
    }

    followPen(CANVAS, {
        begin: point => drawn.begin(point),
        move: steps => {
            steps.forEach(drawn.move)
            ask()
        },
        end: () => {
            drawn.end()
            ask()
        },
    }, signal)
    document.addEventListener("digitlab-cells", ({ detail }) => {
        drawn.paint(detail.cells, detail.at)
        if (drawn.isNewer) ask()
        else rest()
    }, { signal })
    document.addEventListener("digitlab-drawing", hear, { signal })

    return {
        give(data) {
            const isOther = given && given.network.url !== data.network.url
            given = data
            if (isOther) {
                last = null  // what another network said
                page.restore()
            }
            reader.load(data.network)
            hear()
            if (isOther && drawn.isNewer) ask()
        },
        end() {
            ended.abort()
            page.restore()
            reader.end()
            strip?.end()
        },
    }
}

export default function ({ parentElement, data }) {
    if (!followers.has(parentElement)) followers.set(parentElement, follow())
    followers.get(parentElement).give(JSON.parse(data.json))
    return () => {
        followers.get(parentElement)?.end()
        followers.delete(parentElement)
    }
}
