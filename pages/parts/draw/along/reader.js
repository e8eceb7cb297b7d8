const MOST_RETRIES = 2  // after the worker broke

// Ask the network in the worker about the newest drawing, one at a time; what it overtakes is never asked. Where it has
// no answer, `onNothing` is called, with whether the worker broke: what it said before is of another drawing.
function newReader(onAnswer, onNothing) {
    let failed = 0  // times that the worker broke, of this network
    let worker = null, loaded = null, isReady = false, isBusy = false, next = null, asked = null
    const send = () => {
        if (!isReady || isBusy || !next) return
        isBusy = true
        worker.postMessage({ kind: "read", ...next })
        next = null
    }
    const end = () => {
        worker?.terminate()
        worker = null
        isReady = isBusy = false
    }
    const start = () => {
        const address = URL.createObjectURL(new Blob([WORKER], { type: "text/javascript" }))
        worker = new Worker(address)
        URL.revokeObjectURL(address)
        worker.onerror = () => {  // then the page is as it is without it, and tries again when the server answers
            end()
            failed += 1
            if (failed <= MOST_RETRIES) loaded = null
            onNothing(true)
        }
        worker.onmessage = ({ data }) => {
            if (data.kind === "ready") isReady = true
            else isBusy = false
            if (data.kind === "answer") onAnswer(data)
            if (data.kind === "nothing") onNothing(false)
            send()
        }
    }
    return {
        // Fetch the weights of a network, once for as long as it is the one in hand.
        async load({ spec, url, inputs }) {
            if (loaded === url) return
            end()
            if (asked !== url) failed = 0
            loaded = asked = url
            next = null
            try {
                const response = await fetch(new URL(url, document.baseURI))
                if (!response.ok) throw new Error(response.statusText)
                const weights = await response.arrayBuffer()
                if (loaded !== url) return
                start()
                worker.postMessage({ kind: "load", spec, inputs, weights }, [weights])
            } catch {
                if (loaded !== url) return
                end()
                loaded = null  // the page works as without it, and tries again when the server answers
            }
        },
        read(question) {
            next = question
            send()
        },
        forget() { next = null },
        end() {
            loaded = null
            end()
        },
    }
}
