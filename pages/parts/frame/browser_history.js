const NO_STEP = new Set(["Alt", "Control", "Shift", "Meta", "Tab"])

// What is replaced here is the document's: it stays when this component is drawn anew.
export default function () {
    if (Object.hasOwn(history, "pushState")) return
    // Since the last entry was made; before this came, any key or click may have been an act.
    let hasActed = navigator.userActivation?.hasBeenActive ?? false
    let isHeld = false  // a button of the mouse is down: some controls act before it is up, and some when it is
    let isMade = false  // an entry, of that press
    const down = ({ detail, button }) => {
        if (!button) [isHeld, isMade] = [detail < 2, false]  // a double click is one step
    }
    const up = () => { isHeld = false }
    const click = ({ detail, isTrusted }) => {
        hasActed ||= isTrusted && detail < 2 && !isMade
        isMade = false
    }
    const press = ({ key, altKey }) => { hasActed ||= !altKey && !NO_STEP.has(key) }
    const listeners = { mousedown: down, mouseup: up, dragend: up, contextmenu: up, click, keydown: press }
    for (const [name, listen] of Object.entries(listeners)) document.addEventListener(name, listen, true)
    window.addEventListener("popstate", () => { [hasActed, isHeld, isMade] = [false, false, false] })
    history.pushState = (state, unused, address) => {
        const isStep = (hasActed || (isHeld && !isMade)) && !isOnlyModel(new URL(address, location.href))
        if (isStep) [hasActed, isMade] = [false, isHeld]
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
