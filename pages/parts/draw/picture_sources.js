// A picture that is pasted goes to the page's own uploader, as if it had been chosen there: it is bounded, sent, listed
// and taken away as any file. What the uploader could not take is told the server, which says why in our words.
const INVALID = "[data-testid=stFileChip][aria-invalid=true]"
const REASONS = [
    [/status code 413/, "proxy"],
    [/or smaller/, "large"],
    [/status code/, "server"],
]
const RAW = /^(Error: )?(AxiosError|File must be|NetworkError|Network Error)/
const sent = new WeakMap() // what a component has told the server
const listeners = new WeakMap() // one for each component, however often it is drawn
const waiting = [] // pictures that came before there was an uploader: the browser loads its code when it is first needed

const uploader = ({ key }) => document.querySelector(`.st-key-${key} input[type=file]`)
const isTyped = element => element?.closest?.("input:not([type=file]), textarea, [contenteditable=true]")
const isPicture = type => type.startsWith("image/")

function give(words) {
    const input = uploader(words)
    if (!input || !waiting.length) return
    const given = new DataTransfer()
    // A browser calls whatever it makes of the clipboard's pixels image.png.
    for (const file of waiting.splice(0))
        given.items.add(file.name && file.name !== "image.png" ? file : new File([file], words.pasted, { type: file.type }))
    input.files = given.files
    input.dispatchEvent(new Event("change", { bubbles: true }))
}

async function pasteByButton(words, say) {
    try {
        const blobs = []
        for (const item of await navigator.clipboard.read()) {
            const type = item.types.find(isPicture)
            if (type) blobs.push(new File([await item.getType(type)], words.pasted, { type }))
        }
        waiting.push(...blobs)
        give(words)
        say(blobs.length ? "" : words.none)
    } catch {
        say(words.refused)
    }
}

function reasonOf(text) {
    return REASONS.find(([pattern]) => pattern.test(text))?.[1] ?? "network"
}

/** Puts our words in the place of the uploader's own, text by text, which leaves React's elements as they are. */
function reword(element, words) {
    const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) {
        const text = texts.currentNode
        if (RAW.test(text.data)) text.data = words.notRead
        else if (/^Error:\s*$/.test(text.data)) text.data = ""
    }
}

/** Returns the files that the uploader could not take, as [name, why], and puts our words in the place of its own. */
function failures(words) {
    const root = document.querySelector(`.st-key-${words.key}`)
    for (const tip of document.querySelectorAll("[role=tooltip]")) reword(tip, words)
    return [...(root?.querySelectorAll(INVALID) ?? [])].map(chip => {
        const said = chip.querySelector("[role=alert]")
        if (said && !chip.dataset.failure) {
            chip.dataset.failure = reasonOf(said.textContent)
            reword(said, words)
        }
        return [chip.querySelector("[data-testid=stFileChipName]")?.title ?? "", chip.dataset.failure ?? "network"]
    })
}

export default function ({ data: { json }, parentElement, setStateValue }) {
    listeners.get(parentElement)?.abort()
    const words = JSON.parse(json), listening = new AbortController()
    listeners.set(parentElement, listening)
    const [button, hint, said] = ["button", ".hint", "p"].map(part => parentElement.querySelector(part))
    const say = text => { said.textContent = text }
    button.textContent = words.paste
    button.hidden = !navigator.clipboard?.read
    button.onclick = () => pasteByButton(words, say)
    hint.textContent = words.hint
    document.addEventListener("paste", event => {
        const files = [...(event.clipboardData?.files ?? [])]
        if (files.length) {
            event.preventDefault()
            waiting.push(...files)
            give(words)
            say("")
        } else if (!isTyped(event.composedPath()[0])) say(words.none)
    }, { signal: listening.signal })
    const look = () => {
        give(words)
        const found = failures(words), text = JSON.stringify(found)
        if ((sent.get(parentElement) ?? words.known) === text) return
        sent.set(parentElement, text)
        setStateValue("failed", found)
    }
    const observer = new MutationObserver(look)
    observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["aria-invalid"] })
    listening.signal.addEventListener("abort", () => observer.disconnect())
    look()
    return () => {
        listening.abort()
        waiting.length = 0
    }
}
