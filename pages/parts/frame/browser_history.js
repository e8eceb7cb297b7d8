const NO_STEP = new Set(["Alt", "Control", "Shift", "Meta", "Tab"])

// What is replaced here is the document's: it stays when this component is drawn anew.
export default function () {
    if (Object.hasOwn(history, "pushState")) return
    let hasActed = false  // since the last entry was made
    const click = ({ detail }) => { hasActed ||= detail < 2 }  // a double click is one step
    const press = ({ key, altKey }) => { hasActed ||= !altKey && !NO_STEP.has(key) }
    document.addEventListener("click", click, true)
    document.addEventListener("keydown", press, true)
    window.addEventListener("popstate", () => { hasActed = false })
    history.pushState = (state, unused, address) => {
        const isStep = hasActed && !isOnlyModel(new URL(address, location.href))
        if (isStep) hasActed = false
        const write = isStep ? History.prototype.pushState : History.prototype.replaceState
        write.call(history, state, unused, address)
    }
}

// A run's end selects its model on Train, whatever a person does there meanwhile.
function isOnlyModel(next) {
    const rest = ({ searchParams }) => [...searchParams].filter(([name]) => name !== "model").map(String).sort().join()
    return next.pathname.endsWith("/train") && next.pathname === location.pathname
        && rest(next) === rest(new URL(location.href))
}
