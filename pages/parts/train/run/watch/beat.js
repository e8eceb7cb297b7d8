const AGAIN_MS = 1000 // after an answer that says nothing, or none
const SOON_MS = 250 // after which a run of the page is asked for again

// Waits until somebody can see the page; returns whether that took anything.
async function seen() {
    const wasHidden = document.hidden
    while (document.hidden)
        await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }))
    return wasHidden
}
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time))

async function keepUp(beat) {
    while (beat.isOn) {
        const wait = (await seen()) ? 0 : 1
        if (!beat.isOn) return
        const { drawn: asked, url } = beat
        const known = `structure=${asked.structure}&details=${asked.details}&version=${beat.version}`
        let told = { other: true }
        try {
            const whole = new URL(`${url}&${known}&wait=${wait}`, document.baseURI)
            const answer = await fetch(whole, { signal: beat.stop.signal })
            told = await answer.json()
        } catch {
            if (!beat.isOn) return
            await pause(AGAIN_MS) // the server is gone, or something between it and us: the page asks for itself
        }
        if (!beat.isOn) return
        if (beat.url !== url) continue // the page shows something else by now
        if (told.other) {
            if (beat.drawn === asked) await drawnAnew(beat, asked)
            const isDrawn = beat.drawn !== asked
            if (isDrawn && isSame(beat.drawn, asked)) await pause(AGAIN_MS) // whatever is other, drawing does not help
            continue
        }
        beat.version = told.version
        if (told.parts) dispatchEvent(new CustomEvent("digitlab-news", { detail: told.parts }))
    }
}

const isSame = (one, other) => one.structure === other.structure && one.details === other.details

// Asks for a run of the page until what comes with it is here: one that comes while a person waits is not answered.
async function drawnAnew(beat, asked) {
    for (let wait = SOON_MS; beat.isOn && beat.drawn === asked && wait <= AGAIN_MS; wait *= 2) {
        beat.ask()
        await new Promise((resolve) => { beat.told = resolve; setTimeout(resolve, wait) })
    }
}

export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const { url, ...drawn } = JSON.parse(json)
    const beat = parentElement.beat ??= { isOn: false, stop: null }
    beat.ask = () => setTriggerValue("other", Date.now())
    Object.assign(beat, { url, drawn, version: "" }) // what was drawn may be older than the last news
    beat.told?.()
    if (!beat.isOn) {
        Object.assign(beat, { isOn: true, stop: new AbortController() })
        keepUp(beat)
    }
    return () => { beat.isOn = false; beat.stop.abort(); beat.told?.() }
}
