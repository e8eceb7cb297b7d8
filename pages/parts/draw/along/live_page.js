const LARGEST = "1.75rem"  // the headline's letters, as the server's answer has them

// Return 0.9403 as 94.0 %, as `pages.text.numbers.share` does; nothing is called 100.0 % or 0.0 % that is not.
function share(probability, decimals) {
    const scale = 10 ** decimals, units = Math.round(100 * scale * probability)
    const [sign, shown] = units === 100 * scale ? ["> ", units - 1] : units === 0 ? ["< ", 1] : ["", units]
    return `${sign}${(shown / scale).toFixed(decimals)}\u00A0%`
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)

function ranked(probabilities) {
    return probabilities.map((_, digit) => digit).sort((a, b) => probabilities[b] - probabilities[a] || a - b)
}

// What else the page says of the drawing: until the server's answer it is of the strokes before.
const OUTDATED = [
    "[data-testid=stCode]", ".draw-digits", ".draw-boxes", ".draw-ladder", ".draw-likeness", ".draw-nearest",
    ".draw-compared", ...["keep", "way", "chosen"].map(key => `[class*=st-key-draw-${key}]`),
].join(", ")

// Write the answers into what the server drew, and put that back; where it has drawn anew, that stays.
function newLivePage() {
    const before = new Map(), ink = document.createElement("canvas")
    ink.width = ink.height = 28
    ink.setAttribute("role", "img")
    ink.style.cssText = "display: block; width: 100%; height: 100%; image-rendering: pixelated; "
        + "forced-color-adjust: none; color: var(--lab-ink)"
    const outdated = new Set()
    const keep = element => before.has(element) || before.set(element, element.innerHTML)
    const write = (element, text) => element.textContent === text || (element.textContent = text)

    function sentence(answers, under, words) {
        const { probabilities } = answers[under], [first, second] = ranked(probabilities)
        const sureness = probability => share(probability, 0).replace(">", "over").replace("<", "under")
        const values = { first: sureness(probabilities[first]), second, share: sureness(probabilities[second]) }
        const said = fill(Math.round(100 * probabilities[second]) ? words.sure : words.sureAlone, values)
        if (answers.length > 1) return fill(words.under, { place: words.places[under] ?? "", said })
        return said[0].toUpperCase() + said.slice(1)
    }

    function showOutdated() {
        for (const element of document.querySelectorAll(OUTDATED)) {
            outdated.add(element)
            element.dataset.outdated = "true"
            element.setAttribute("aria-busy", "true")
        }
    }

    function showWords(status, answers, under, words, threshold) {
        keep(status)
        status.setAttribute("aria-live", "off")  // a screen reader hears the server's answer alone
        const headline = status.querySelector("h2"), digits = answers.map(one => ranked(one.probabilities)[0])
        headline.dataset.along = "true"
        headline.style.fontSize = LARGEST
        const isSure = answers.every(({ probabilities }) => Math.max(...probabilities) >= threshold)
        write(headline, fill(isSure ? words.headline : words.notSure, { digits: digits.join(" ") }))
        write(status.querySelector("p"), sentence(answers, under, words))
    }

    function showBars(table, probabilities) {
        keep(table.tBodies[0])
        const answer = ranked(probabilities)[0]
        for (const [digit, row] of [...table.rows].entries()) {
            const bar = row.cells[1].firstElementChild.firstElementChild
            bar.style.width = `${(100 * probabilities[digit]).toFixed(2)}%`
            bar.style.minWidth = probabilities[digit] > 0 ? "1px" : ""
            row.style.fontWeight = digit === answer ? 700 : 400
            write(row.cells[2], share(probabilities[digit], 1))
        }
    }

    function showPicture(figure, { image, probabilities }, words, isOne) {
        keep(figure)
        const frame = figure.firstElementChild, [first] = ranked(probabilities)
        if (ink.parentElement !== frame) frame.replaceChildren(ink)
        ink.setAttribute("aria-label", words.alt)
        paintValues(ink, image, 28, 255, inksOf(ink))
        const caption = figure.querySelector("figcaption")
        const sureness = share(probabilities[first], 0).replace(">", "over").replace("<", "under")
        const lines = [isOne ? words.caption : words.underPen, fill(words.inShort, { digit: first, share: sureness })]
        if (caption.textContent !== lines.join("")) {
            caption.replaceChildren(lines[0], document.createElement("br"), lines[1])
        }
    }

    return {
        show({ answers, under }, words, threshold) {
            const status = document.querySelector("h2.draw-answer, h2.draw-invitation")?.closest("[role=status]")
            if (!status) return
            showOutdated()
            showWords(status, answers, under, words, threshold)
            const around = status.closest("[data-testid=stHorizontalBlock]") ?? document
            const bars = around.querySelector("table.draw-bars")
            if (bars) showBars(bars, answers[under].probabilities)
            const figure = around.querySelector(".draw-pictures figure")
                ?? bars?.parentElement?.parentElement?.querySelector(":scope > figure")
            if (figure) showPicture(figure, answers[under], words, answers.length === 1)
        },
        restore() {
            for (const [element, html] of before) {
                element.removeAttribute("aria-live")  // first: what is put back is heard
                if (element.isConnected) element.innerHTML = html
            }
            before.clear()
            for (const element of outdated) {
                delete element.dataset.outdated
                element.removeAttribute("aria-busy")
            }
            outdated.clear()
        },
    }
}
