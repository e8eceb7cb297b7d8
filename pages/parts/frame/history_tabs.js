// Opens the tab that the server has opened for the browser's Back. Streamlit's tabs (1.67) follow the server only where
// it names another one than last time: a run that Back has interrupted has named none, and they would stay.
const drawn = new WeakMap()
let isBack = false  // the newest that the person did, of this and of opening a tab

export default function ({ data: { index, steps }, parentElement }) {
    if (!drawn.has(parentElement)) {
        const forget = ({ target }) => { isBack &&= !target.closest?.("[role=tab]") }
        for (const press of ["pointerdown", "keydown"]) document.addEventListener(press, forget, true)
        window.addEventListener("popstate", () => { isBack = true })
    }
    const isNew = drawn.get(parentElement) !== steps
    drawn.set(parentElement, steps)
    if (!isNew) return
    requestAnimationFrame(() => requestAnimationFrame(() => {  // they have followed by then, if they do
        const tab = document.querySelectorAll("[data-testid=stTabs] [role=tab]")[index]
        if (isBack && tab?.ariaSelected === "false") tab.click()
        isBack = false
    }))
}
