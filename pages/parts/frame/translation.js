// A browser's translation puts a <font> where each text was. React then removes texts, or puts elements before them,
// where they no longer are, which throws; and it writes into texts that nobody sees. So it is led to what is seen.
const seenInstead = new WeakMap() // of a text that was replaced: its <font>

function noteTranslations(records) {
    for (const { removedNodes, addedNodes, previousSibling, nextSibling } of records)
        for (const text of removedNodes) {
            if (text.nodeType !== Node.TEXT_NODE) continue
            const font = [...addedNodes, previousSibling, nextSibling].find((node) => node?.nodeName === "FONT")
            if (font) seenInstead.set(text, font)
        }
}

function bearTranslations(prototype) {
    const { removeChild, insertBefore, appendChild } = prototype
    const value = Object.getOwnPropertyDescriptor(prototype, "nodeValue")
    const within = (parent, node) => {
        const font = seenInstead.get(node)
        return font && node.parentNode !== parent ? (font.parentNode === parent ? font : null) : node
    }
    prototype.removeChild = function (child) {
        const seen = within(this, child)
        if (seen) removeChild.call(this, seen)
        return child
    }
    const shown = (node) => (node?.parentNode === null && seenInstead.get(node)) || node
    prototype.insertBefore = function (node, before) {
        insertBefore.call(this, shown(node), before && within(this, before))
        return node
    }
    prototype.appendChild = function (node) {
        appendChild.call(this, shown(node))
        return node
    }
    Object.defineProperty(prototype, "nodeValue", {
        ...value,
        set(text) {
            value.set.call(this, text)
            const font = seenInstead.get(this)
            if (font && !this.isConnected) font.textContent = text
        },
    })
}

// Once in a document, however often the component that brings this is drawn anew.
if (!window.bearsTranslations) {
    window.bearsTranslations = true
    new MutationObserver(noteTranslations).observe(document.body, { childList: true, subtree: true })
    bearTranslations(Node.prototype)
}
