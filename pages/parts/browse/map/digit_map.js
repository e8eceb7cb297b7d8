const FRAME_MILLISECONDS = 55  // between two pictures of moving points: the processor is busy moving them
const HURRY = matchMedia("(prefers-reduced-motion: reduce)")

class DigitMap {
    constructor(root) {
        this.root = root
        this.tip = root.querySelector(".tip")
        this.panes = []
        this.isBoxing = false
        this.painted = 0
        this.choices = null // how many were sent; what answers an earlier one is out of date
        const pictures = new Pictures(() => this.draw())
        this.scene = { pictures, pointed: -1, chosen: [], marked: -1, images: null }
        this.sizes = new ResizeObserver(() => this.draw())
        root.querySelector(".probe.text").addEventListener("transitionend", () => this.draw())
    }

    update(data, send) {
        this.send = send
        const { scene } = this
        if (this.of !== data.of) Object.assign(scene, { pointed: -1 })
        const isSame = this.of === data.of && this.panes.length === data.maps.length
        this.of = data.of
        Object.assign(scene, { images: decodeImages(data), colour: data.colour, names: data.names, texts: data.texts })
        Object.assign(scene, { marked: data.marked, palettes: data.palettes })
        this.choices ??= data.choices
        if (!isSame || data.choices >= this.choices) scene.chosen = data.chosen
        this.shown = data.shown
        if (!isSame) this.build(data.maps)
        this.tools(data)
        data.maps.forEach((map, number) => this.give(this.panes[number], map, isSame ? data.milliseconds : 0))
        scene.pictures.load(data.pictures)
        this.draw()
    }

    build(maps) {
        this.sizes.disconnect()
        const holder = this.root.querySelector(".panes")
        holder.classList.toggle("single", maps.length === 1)
        this.root.classList.toggle("double", maps.length > 1)
        holder.replaceChildren()
        this.panes = maps.map(() => {
            const part = holder.appendChild(document.createElement("div"))
            const caption = part.appendChild(Object.assign(document.createElement("p"), { className: "caption" }))
            const element = part.appendChild(Object.assign(document.createElement("div"), { className: "pane" }))
            element.tabIndex = 0
            element.setAttribute("role", "application")
            const canvas = element.appendChild(document.createElement("canvas"))
            canvas.setAttribute("aria-hidden", "true")
            const pane = { element, caption, canvas, camera: new Camera(), points: null, places: new Map() }
            listen(pane, this)
            this.sizes.observe(element)
            return pane
        })
    }

    tools(data) {
        const group = this.root.querySelector(".tools")
        group.setAttribute("aria-label", data.texts.tools)
        if (!group.children.length) {
            const add = (act) => {
                const button = group.appendChild(Object.assign(document.createElement("button"), { type: "button" }))
                button.onclick = () => { act(); this.draw() }
            }
            const all = (act) => this.panes.forEach(({ camera }) => act(camera))
            add(() => all((camera) => camera.enlarge(KEY_STEP)))
            add(() => all((camera) => camera.enlarge(1 / KEY_STEP)))
            add(() => all((camera) => camera.showAll()))
            add(() => { this.isBoxing = !this.isBoxing })
        }
        const names = [data.texts.larger, data.texts.smaller, data.texts.whole, data.texts.box]
        ;["+", "\u2212", data.texts.whole, data.texts.box].forEach((text, number) => {
            group.children[number].textContent = text
            group.children[number].setAttribute("aria-label", names[number])
        })
    }

    // Another place of the same images: they move there, as straight lines in so many milliseconds.
    give(pane, map, milliseconds) {
        pane.caption.textContent = map.caption
        pane.caption.hidden = !map.caption
        pane.element.setAttribute("aria-label", map.alt)
        pane.marker = map.marker
        if (pane.sent === map.points) return
        pane.sent = map.points
        pane.fromExtent = pane.camera.extent
        pane.toExtent = map.extent
        const points = decodePoints(map.points)
        pane.fromPlaces = pane.places
        pane.toPlaces = medianPlaces(points, this.scene.images.labels)
        const canMove = milliseconds > 0 && !HURRY.matches && pane.points?.length === points.length
        pane.from = canMove ? pane.points.slice() : null
        if (canMove) pane.points = pane.points.slice()
        pane.to = points
        pane.isMoving = canMove
        pane.began = performance.now()
        pane.milliseconds = milliseconds
        if (!canMove) this.arrive(pane)
    }

    arrive(pane) {
        pane.points = pane.to
        pane.camera.extent = pane.toExtent
        pane.isMoving = false
        pane.places = pane.toPlaces
    }

    move(pane, now) {
        const share = Math.min((now - pane.began) / pane.milliseconds, 1)
        if (share >= 1) return this.arrive(pane)
        pane.camera.extent = pane.fromExtent.map((from, side) => from + (pane.toExtent[side] - from) * share)
        for (let place = 0; place < pane.to.length; place++)
            pane.points[place] = pane.from[place] + (pane.to[place] - pane.from[place]) * share
        pane.places = new Map([...pane.toPlaces].map(([label, to]) => {
            const from = pane.fromPlaces.get(label) ?? to
            return [label, to.map((end, side) => from[side] + (end - from[side]) * share)]
        }))
    }

    draw() {
        this.asked ??= requestAnimationFrame((now) => {
            this.asked = null
            this.paint(now)
        })
    }

    paint(now) {
        const { scene } = this
        if (!scene.images || !this.root.isConnected) return
        const isMoving = this.panes.some((pane) => pane.isMoving)
        if (isMoving && now - this.painted < FRAME_MILLISECONDS) return this.draw()
        this.painted = now
        scene.colours = this.colours()
        for (const pane of this.panes) {
            const { clientWidth, clientHeight } = pane.element
            if (!clientWidth) continue
            pane.camera.resize(clientWidth, clientHeight)
            pane.element.classList.toggle("boxing", this.isBoxing)
            if (pane.isMoving) this.move(pane, now)
            drawPane(pane, scene)
        }
        this.root.querySelectorAll(".tools button")[3].setAttribute("aria-pressed", String(this.isBoxing))
        if (this.panes.some((pane) => pane.isMoving)) this.draw()
        else this.root.dataset.shown = this.shown
        this.root.dataset.pictures = scene.pictures.bytes ? "there" : "coming"
        this.showTip()
    }

    colours() {
        const [ink, text, paper, line, wrong] = ["ink", "text", "paper", "line", "wrong"].map(
            (name) => getComputedStyle(this.root.querySelector(`.probe.${name}`)).color
        )
        const isDark = channelsOf(paper).reduce((sum, channel) => sum + channel) < 384
        const font = getComputedStyle(this.root).fontFamily
        return { ink, text, paper, line, wrong, font, digits: this.scene.palettes[Number(isDark)] }
    }

    point(place, pane, isKey = false) {
        if (this.scene.pointed === place && this.pointedIn === pane) return
        this.scene.pointed = place
        this.pointedIn = pane
        if (isKey) this.root.querySelector(".said").textContent = this.lines(place).join(". ")
        this.draw()
    }

    step(pane, direction) {
        const { scene } = this
        let from = scene.pointed >= 0 ? scene.pointed : scene.marked
        if (from < 0) from = nearestTo(pane, pane.camera.width / 2, pane.camera.height / 2, Infinity)
        const place = direction && scene.pointed >= 0 ? neighbourOf(pane.points, from, direction) : from
        pane.camera.bringIn(pane.points[2 * place], pane.points[2 * place + 1])
        this.point(place, pane, true)
    }

    open(place) { this.send("opened", place) }

    // It counts at once: the next key may come before the server's answer to this one.
    choose(places) {
        this.scene.chosen = places
        this.choices += 1
        this.send("chosen", JSON.stringify({ number: this.choices, places }))
        this.draw()
    }

    toggle(place) {
        const { chosen } = this.scene
        this.choose(chosen.includes(place) ? chosen.filter((other) => other !== place) : [...chosen, place])
    }

    lines(place) {
        const { images, texts, names } = this.scene
        const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name])
        const index = images.indices[place].toLocaleString("en-US")
        const lines = [fill(texts.image, { index, label: names[images.labels[place]] })]
        if (images.readAs) {
            const text = isWrong(images, place) ? texts.wrong : texts.right
            lines.push(fill(text, { digit: names[images.readAs[place]], share: shareText(images.sure[place]) }))
        }
        return lines
    }

    showTip() {
        const { scene, tip, pointedIn: pane } = this
        tip.hidden = scene.pointed < 0 || !pane?.points
        if (tip.hidden) return
        const picture = tip.querySelector("canvas"), context = picture.getContext("2d")
        context.clearRect(0, 0, SIDE, SIDE)
        picture.hidden = !scene.pictures.draw(context, scene.colours.ink, scene.pointed, 0, 0, SIDE)
        tip.querySelector(".about").replaceChildren(...this.lines(scene.pointed).map((line, number) =>
            Object.assign(document.createElement("p"), { textContent: line, className: number ? "" : "title" })))
        const place = 2 * scene.pointed, box = pane.element.getBoundingClientRect()
        const whole = this.root.getBoundingClientRect()
        const [left, top] = pane.camera.toScreen(pane.points[place], pane.points[place + 1])
        const x = box.left - whole.left + left, y = box.top - whole.top + top
        tip.style.left = `${Math.min(Math.max(x + 14, 0), Math.max(whole.width - tip.offsetWidth, 0))}px`
        tip.style.top = `${y - tip.offsetHeight - 14 > 0 ? y - tip.offsetHeight - 14 : y + 18}px`
    }
}

export default function ({ data: { json }, parentElement, setTriggerValue }) {
    const root = parentElement.querySelector(".digit-map")
    root.map ??= new DigitMap(root)
    root.map.update(JSON.parse(json), setTriggerValue)
}
