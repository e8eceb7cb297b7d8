const SHOWN = "digitlab-along-layers", WIDE = "(min-width: 640px)", CALM = "(prefers-reduced-motion: reduce)"

function inkOf(element, property) {
    const paint = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
    paint.fillStyle = getComputedStyle(element)[property]
    paint.fillRect(0, 0, 1, 1)
    return paint.getImageData(0, 0, 1, 1).data
}

// The theme's inks for values above 0 and below it, as an element within the page has them.
const inksOf = element => ({ above: inkOf(element, "color"), below: inkOf(element, "outlineColor") })

// Paint values on a canvas, the further from 0 the more ink.
function paintValues(canvas, values, columns, most, inks) {
    const rows = Math.ceil(values.length / columns), context = canvas.getContext("2d")
    if (canvas.width !== columns) canvas.width = columns
    if (canvas.height !== rows) canvas.height = rows
    const cells = context.createImageData(columns, rows)
    values.forEach((value, cell) => {
        cells.data.set(value < 0 ? inks.below : inks.above, 4 * cell)
        cells.data[4 * cell + 3] = Math.min(255, 255 * Math.abs(value) / (most || 1))
    })
    context.putImageData(cells, 0, 0)
}

const largest = values => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)

// The layers that move: the switch, the first convolution's maps, the last hidden layer's units.
function newStrip(root, onSwitch) {
    const part = name => root.querySelector(`.${name}`), box = part("switch input")
    const wide = matchMedia(WIDE), calm = matchMedia(CALM)
    let given = null, most = {}
    const asked = () => {
        try {
            return sessionStorage.getItem(SHOWN)
        } catch {
            return null // the browser keeps nothing
        }
    }
    const look = () => {
        box.checked = (asked() ?? (wide.matches ? "yes" : "no")) === "yes"
        part("parts").hidden = !box.checked
    }
    box.onchange = () => {
        try {
            sessionStorage.setItem(SHOWN, box.checked ? "yes" : "no")
        } catch {
            // it holds for as long as the page stays
        }
        part("parts").hidden = !box.checked
        onSwitch()
    }
    const lookAgain = () => {
        look()
        onSwitch()
    }
    wide.addEventListener("change", lookAgain)

    function dress(name, of) {
        part(name).hidden = !of
        if (!of) return
        part(name).setAttribute("aria-label", of.alt)
        part(name).querySelector("figcaption").textContent = of.caption
        const count = name === "maps" ? of.shown : 1
        const canvases = Array.from({ length: count }, () => document.createElement("canvas"))
        part(name).querySelector(".cells").replaceChildren(...canvases)
        for (const canvas of canvases) [canvas.height, canvas.width] = of.shape  // their height stays
    }

    return {
        give(strip, words) {
            part("switch").hidden = !strip.maps && !strip.units
            part("switch span").textContent = words.layers
            if (JSON.stringify(given) === JSON.stringify(strip)) return
            given = strip
            most = {}
            dress("maps", strip.maps)
            dress("units", strip.units)
            look()
        },
        // Return what it needs of the layers, or null where it shows nothing now.
        wants(isDown) {
            return given && box.checked && !(isDown && calm.matches) ? given : null
        },
        show(values) {
            if (!values) return
            for (const [name, arrays] of [["maps", values.maps], ["units", values.units && [values.units]]]) {
                if (!arrays) continue
                most[name] = Math.max(most[name] ?? 0, ...arrays.map(largest))  // one scale, for all that was seen
                const canvases = part(name).querySelectorAll("canvas"), inks = inksOf(canvases[0])
                arrays.forEach((array, index) => {
                    paintValues(canvases[index], array, given[name].shape[1], most[name], inks)
                })
            }
        },
        clear() {
            most = {}
            for (const canvas of part("parts").querySelectorAll("canvas")) {
                canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height)
            }
        },
        end() {
            wide.removeEventListener("change", lookAgain)
            part("switch").hidden = part("parts").hidden = true
        },
    }
}
