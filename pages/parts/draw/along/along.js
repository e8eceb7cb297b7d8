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
    }, isBroken => {
        takeBack()
        if (isBroken) strip?.clear()
    })

    // What was said here is of another drawing or network, or the server has said it: its words stand again.
    function takeBack() {
        last = null
        page.restore()
    }

    function ask() {
        const question = drawn.question()
        if (!question) {
            reader.forget()
            takeBack()
            return
        }
        const { isOne, scale } = told, parts = strip?.wants(drawn.isDown) ?? null
        reader.read({ ...question, isOne, scale, strip: parts, stamp, settled: !drawn.isNewer })
    }

    // The server has said what is drawn; a question that is still on its way is answered in vain.
    function rest() {
        stamp += 1
        takeBack()
        if (!drawn.question()) strip?.clear()
        ask()
    }

    function hear() {
        if (!given) return
        reader.load(given.network)  // nothing, where it is there; once more, where it broke
        if (!window.digitlabDrawing) return
        if (told.root !== window.digitlabDrawing.root) {
            strip?.end()
            strip = newStrip(window.digitlabDrawing.root, ask)
        }
        told = window.digitlabDrawing
        strip.give(given.strip, given.words)
        drawn.take(told.drawing, told.number)
        if (!drawn.isNewer) {
            rest()
            return
        }
        if (last) page.show(last, given.words, told.threshold)  // the server has just drawn its answer to the stroke before
        ask()
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
                takeBack()
                strip?.clear()  // what is there was the other network's
            }
            hear()
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
