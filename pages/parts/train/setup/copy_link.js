async function isCopied(text, field) {
    if (window.isSecureContext) {
        try {
            await navigator.clipboard.writeText(text)
            return true
        } catch { /* not allowed: the older way */ }
    }
    field.value = text
    field.hidden = false
    field.focus()
    field.select()
    return document.execCommand("copy")
}

export default function ({ data: { json }, parentElement }) {
    const { parameter, link, label, copied, failed } = JSON.parse(json)
    const [button, said, field] = ["button", ".said", "input"].map((name) => parentElement.querySelector(name))
    if (button.textContent !== label) button.textContent = label
    field.setAttribute("aria-label", label)
    if (button.dataset.link !== link) said.textContent = "", field.hidden = true  // another set-up: not copied yet
    button.dataset.link = link
    button.onclick = async () => {
        const address = `${location.origin}${location.pathname}?${parameter}=${link}`  // nothing in it needs escaping
        const done = await isCopied(address, field)
        if (done && !field.hidden) {
            field.hidden = true
            button.focus()
        }
        said.textContent = done ? copied : failed
    }
}
