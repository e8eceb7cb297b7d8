// One stop of the Tab key for the ten answers; arrow keys, Home and End go from one to the next. The clock runs here,
// the time that counts is the server's.
const LOOK = 200 // ms between two looks at the clock
const stand = matchMedia("(prefers-reduced-motion: reduce)")
const minutes = (seconds) => Math.floor(seconds / 60)
const said = (seconds) => minutes(seconds) ? `${minutes(seconds)} min ${seconds % 60} s` : `${seconds} s`

export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const data = JSON.parse(json)
    const pad = parentElement.querySelector(".pad")
    const [picture, place, clock, question, answers, hint] =
        [".picture", ".place", ".clock", ".question", ".answers", ".hint"].map((name) => pad.querySelector(name))
    const isNew = pad.round !== data.round, isNext = isNew || pad.place !== data.place
    pad.classList.toggle("named", data.named)
    if (isNext) {
        Object.assign(pad, { round: data.round, place: data.place, sent: false })
        pad.classList.remove("sent")
        picture.style.mask = `url(${data.mask}) 0 0 / 100% 100%`
        picture.setAttribute("aria-label", data.picture)
        place.textContent = data.progress
    }
    question.textContent = data.question
    hint.textContent = data.hint
    if (isNew) answers.replaceChildren(...data.labels.map((label, index) => {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: label })
        button.dataset.label = index
        button.tabIndex = index ? -1 : 0
        return button
    }))
    const buttons = [...answers.children]
    answers.onclick = (event) => {
        const button = event.target.closest("button")
        // the second click of a double click may find the next picture there already
        if (!button || pad.sent || event.detail > 1) return
        pad.sent = true
        pad.classList.add("sent")
        setTriggerValue("named", [data.round, data.place, Number(button.dataset.label)])
    }
    answers.onkeydown = (event) => {
        if (event.repeat && event.key === "Enter") event.preventDefault() // held down, it would name them all
        const at = buttons.indexOf(event.target)
        const columns = getComputedStyle(answers).gridTemplateColumns.split(" ").length
        const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns }
        const to = { Home: 0, End: buttons.length - 1 }[event.key] ?? at + (steps[event.key] ?? NaN)
        if (at < 0 || !buttons[to] || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
        event.preventDefault()
        stop(to)
        buttons[to].focus()
    }
    answers.onfocusin = (event) => stop(buttons.indexOf(event.target))
    const stop = (to) => buttons.forEach((button, index) => { button.tabIndex = index === to ? 0 : -1 })
    if (isNew && data.place === 0) buttons[0].focus() // a person has just pressed Begin, which is gone

    const began = performance.now() - 1000 * data.seconds
    const tick = () => {
        const text = said(Math.floor((performance.now() - began) / 1000))
        if (clock.textContent !== text) clock.textContent = text
    }
    clearInterval(pad.ticking)
    tick()
    if (!stand.matches) pad.ticking = setInterval(() => pad.isConnected ? tick() : clearInterval(pad.ticking), LOOK)
    return () => clearInterval(pad.ticking)
}
