// A number's field keeps the text that stands in it, and Streamlit reads a plain number from it: "0,1" is 0.1 to it and
// "off" 0. So the field becomes one for text, and what a program reads and writes as its value is put between the two.
const FIELD = "[data-testid=stNumberInputField]"
const WHOLE = { whole: true, optional: true }, DECIMAL = { optional: true }  // of fields that Streamlit steps and bounds
const EDITED = "textarea, [contenteditable=true], input:not([type=checkbox], [type=radio], [type=range], [type=button])"
const GROUPED = /^[1-9]\d{0,2}([.,\s'\u2019]\d{3})+$/  // 60,000 and 60.000 where only a whole number can be meant
const PLAIN = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i
const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")
const kept = new WeakMap()  // each field's last number, as text: what stands there again after a refusal
let rules = {}, refusals = {}

export default function ({ data }) {
    ({ rules, refusals } = JSON.parse(data.json))
    // All this is the document's and stays when this component is drawn anew; doing it again changes nothing.
    const acts = { input: typed, focusin: selectWord, focusout: settle, keydown: press, click }
    for (const [kind, act] of Object.entries(acts)) document.addEventListener(kind, act, true)
    observer.observe(document.body, { childList: true, subtree: true })
    adoptAll()
}

const observer = new MutationObserver(adoptAll)

function adoptAll() {
    document.querySelectorAll(`${FIELD}:not([role])`).forEach(adopt)
}

function adopt(field) {
    const own = Object.getOwnPropertyDescriptor(field, "value") ?? native
    field.setAttribute("role", "spinbutton")
    field.setAttribute("type", "text")
    field.inputMode = ruleOf(field).whole ? "numeric" : "decimal"
    field.autocomplete = "off"
    Object.defineProperty(field, "value", {
        configurable: true,
        enumerable: true,
        get: () => read(field) ?? textOf(field),
        set(text) {
            own.set.call(field, text)
            keep(field, text)
        },
    })
    keep(field, textOf(field))
}

function ruleOf(field) {
    const name = /(?:^|\s)st-key-number-(\w+)-/.exec(field.closest("[class*=st-key-number-]")?.className)?.[1]
    return rules[name] ?? (Number.isInteger(Number(field.step)) ? WHOLE : DECIMAL)
}

const textOf = field => native.get.call(field)

// Keep a number, as text, and show it: the word for 0 in its place.
function keep(field, number) {
    const { zero } = ruleOf(field)
    if (kept.has(field) && kept.get(field) !== number) forgetRefusal(field)
    const text = zero && number !== "" && Number(number) === 0 ? zero : number
    kept.set(field, number)
    if (textOf(field) !== text) native.set.call(field, text)
    tell(field)
}

function forgetRefusal(field) {
    field.closest(".stNumberInput")?.querySelector(".number-refused")?.remove()
}

function tell(field) {
    const number = read(field)
    const now = Number(number).toFixed(12).replace(/\.?0+$/, "")  // ARIA has no 1e-7
    number ? field.setAttribute("aria-valuenow", now) : field.removeAttribute("aria-valuenow")
    field.setAttribute("aria-valuetext", textOf(field))
}

// Return the number that stands in a field as Streamlit reads it, "" for none, null where it is no number.
function read(field) {
    const rule = ruleOf(field), text = textOf(field).trim().replace("\u2212", "-")
    if (rule.zero && text.toLowerCase() === rule.zero) return "0"
    if (text === "") return rule.optional ? "" : null
    const number = rule.whole && GROUPED.test(text) ? text.replace(/\D/g, "") : text.replace(",", ".")
    if (!PLAIN.test(number)) return null
    const value = Number(number)
    if (rule.whole) return Number.isSafeInteger(value) ? `${value}` : null  // 1e3 is 1 to Streamlit
    return Number.isFinite(value) ? number : null
}

function typed({ target }) {
    if (!target.matches?.(FIELD)) return
    tell(target)
    forgetRefusal(target)
}

function selectWord({ target }) {
    if (target.matches?.(FIELD) && textOf(target) === ruleOf(target).zero) target.select()
}

// What was typed counts now: show it as it was understood, or say why it was not, before Streamlit takes it.
function settle({ target: field }) {
    if (!field.matches?.(FIELD)) return
    const number = read(field), text = textOf(field).trim(), rule = ruleOf(field), [low, high] = boundsOf(field)
    const isWithin = !number || (Number(number) >= low && Number(number) <= high)
    if (number !== null && isWithin) {
        keep(field, number && `${Number(number)}`)
        return
    }
    write(field, kept.get(field))
    const refused = document.createElement("div")
    refused.className = "number-refused"
    refused.setAttribute("role", "alert")
    field.closest(".stNumberInput").append(refused)
    const why = text === "" ? "empty" : !isWithin ? "bounds" : rule.whole ? "whole" : "number"
    const said = { typed: text.slice(0, 40), kept: textOf(field), low, high }
    refused.textContent = refusals[why].replace(/\{(\w+)\}/g, (_, name) => `${said[name]}`.replace(/^-/, "\u2212"))
}

// Return the least and the greatest number that Streamlit takes, which leaves another one standing there unused.
function boundsOf(field) {
    const bound = (name, none) => field.getAttribute(name) ? Number(field.getAttribute(name)) : none
    return [bound("min", -Infinity), bound("max", Infinity)]
}

// Write a number as if it had been typed, so that Streamlit knows of it.
function write(field, number) {
    native.set.call(field, number)
    field.dispatchEvent(new Event("input", { bubbles: true }))
    keep(field, number)
}

function press(event) {
    const field = event.target
    const isUndo = (event.ctrlKey || event.metaKey) && event.key?.toLowerCase() === "z"
    if (isUndo && event.composedPath()[0].matches?.(EDITED)) {
        event.stopImmediatePropagation()  // it undoes what was typed there; Streamlit would click a button for it
        return
    }
    if (!field.matches?.(FIELD)) return
    if (event.key === "Enter") settle(event)
    if (event.key === "ArrowUp" || event.key === "ArrowDown") step(event, field, event.key === "ArrowUp")
}

function click(event) {
    const button = event.target.closest?.("[data-testid=stNumberInputStepUp], [data-testid=stNumberInputStepDown]")
    const field = button?.closest(".stNumberInput").querySelector(FIELD)
    if (field) step(event, field, button.dataset.testid === "stNumberInputStepUp")
    else selectWord(event)
}

// Step in Streamlit's place, where the field has a rule of ours.
function step(event, field, isUp) {
    settle({ target: field })
    const rule = ruleOf(field), value = read(field)
    if (rule === WHOLE || rule === DECIMAL) return
    event.preventDefault()
    event.stopImmediatePropagation()
    write(field, `${next(rule, value === "" ? 0 : Number(value), isUp)}`)
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }))
}

function next({ ladder, step, low, high, zero }, value, isUp) {
    if (ladder) {
        const rank = rung => rung === 0 && ladder.at(-1) === 0 ? Infinity : rung  // all of them is the most
        return (isUp
            ? ladder.find(rung => rank(rung) > rank(value))
            : ladder.findLast(rung => rank(rung) < rank(value))) ?? value
    }
    const other = Number((value + (isUp ? step : -step)).toPrecision(12))
    return Math.min(Math.max(other, zero ? 0 : low), high)
}
