const SIDE = 28, COUNT = SIDE * SIDE

export default function ({ parentElement, data: { json }, setTriggerValue }) {
    const data = JSON.parse(json), strip = parentElement.querySelector(".strip")
    strip.setAttribute("aria-label", data.name)
    strip.querySelector(".ink").style.mask = `url(${data.mask}) 0 0 / 100% 100%`
    const put = (part, first, count) => Object.assign(strip.querySelector(part).style, {
        left: `${100 * first / COUNT}%`, width: `${100 * count / COUNT}%`,
    })
    const mark = (place) => {
        put(".row", Math.floor(place / SIDE) * SIDE, SIDE)
        put(".here", place, 1)
    }
    mark(data.place)
    strip.onclick = (event) => {
        const box = strip.getBoundingClientRect()
        const place = Math.min(Math.max(Math.floor((event.clientX - box.left) * COUNT / box.width), 0), COUNT - 1)
        mark(place)
        setTriggerValue("place", place)
    }
}
