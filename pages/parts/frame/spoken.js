// A screen reader tells what changes in a region that is there already; what was told on one page is not on the next.
export default function ({ data, parentElement }) {
    const region = parentElement.querySelector("p")
    const frame = requestAnimationFrame(() => {
        if (data.text !== window.toldLast) region.textContent = data.text
        window.toldLast = data.text
    })
    return () => cancelAnimationFrame(frame)
}
