/** Builds a list anew. What had the focus in it gives it to what has its name now, or else to what is in its place. */
function buildKeepingFocus(list, build) {
    const focused = list.getRootNode().activeElement
    if (!list.contains(focused)) return build()
    const found = () => [...list.querySelectorAll(focused.tagName)]
    const isSame = (element) => element.getAttribute("aria-label") === focused.getAttribute("aria-label")
    const place = found().indexOf(focused)
    build()
    const after = found(), here = after[Math.min(place, after.length - 1)]
    if (here) (isSame(here) ? here : after.find(isSame) ?? here).focus({ preventScroll: true })
}
