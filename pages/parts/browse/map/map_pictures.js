// The images themselves, fetched once a map: 28 x 28 bytes each, kept as one picture whose opacity is the ink.

const SIDE = 28

class Pictures {
    constructor(onArrived) {
        this.onArrived = onArrived
        this.url = null
        this.bytes = null
    }

    async load(url) {
        if (url === this.url) return
        this.url = url
        this.bytes = this.sheet = this.ink = null
        try {
            const answer = await fetch(new URL(url, document.baseURI))
            if (!answer.ok) throw new Error(answer.statusText)
            const bytes = new Uint8Array(await answer.arrayBuffer())
            if (this.url !== url) return
            this.bytes = bytes
            this.onArrived()
        } catch { if (this.url === url) this.url = null }  // gone for a moment: what the page sends next asks again
    }

    // One sheet of all images in an ink; made anew when the theme changes.
    sheetIn(ink) {
        if (!this.bytes) return null
        if (this.sheet && this.ink === ink) return this.sheet
        const count = this.bytes.length / (SIDE * SIDE)
        this.across = Math.ceil(Math.sqrt(count))
        const sheet = document.createElement("canvas")
        sheet.width = this.across * SIDE
        sheet.height = Math.ceil(count / this.across) * SIDE
        const context = sheet.getContext("2d")
        const [red, green, blue] = channelsOf(ink)
        const pixels = context.createImageData(sheet.width, sheet.height)
        for (let image = 0; image < count; image++) {
            const left = (image % this.across) * SIDE, top = Math.floor(image / this.across) * SIDE
            for (let row = 0; row < SIDE; row++) for (let column = 0; column < SIDE; column++) {
                const to = 4 * ((top + row) * sheet.width + left + column)
                pixels.data[to] = red
                pixels.data[to + 1] = green
                pixels.data[to + 2] = blue
                pixels.data[to + 3] = this.bytes[(image * SIDE + row) * SIDE + column]
            }
        }
        context.putImageData(pixels, 0, 0)
        this.sheet = sheet
        this.ink = ink
        return sheet
    }

    draw(context, ink, place, left, top, side) {
        const sheet = this.sheetIn(ink)
        if (!sheet) return false
        const x = (place % this.across) * SIDE, y = Math.floor(place / this.across) * SIDE
        context.drawImage(sheet, x, y, SIDE, SIDE, left, top, side, side)
        return true
    }
}

function channelsOf(colour) {
    return colour.match(/[\d.]+/g).slice(0, 3).map(Number)
}
