// The listener is the document's: it stays when this component is drawn anew, and adding it again changes nothing.
export default function () {
    document.addEventListener("click", closeAfterChoice)
}

function closeAfterChoice({ target }) {
    if (!target.closest("[data-testid=stSidebarNavLink]")) return
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click()
    // The chosen link is hidden now: what has the focus is the page, as the keyboard and a screen reader expect.
    document.querySelector("[data-testid=stMain]")?.focus({ preventScroll: true })
}
