const PEN_STAYS = 2000 // milliseconds in which, after a pen was seen, what touches is the hand that holds it

// Which of several pointers draws: the first one, until it is up; a pen in place of a hand that lay there before it.
function oneHand() {
    let drawing = null, penSeen = -PEN_STAYS
    const isHand = event => event.pointerType === "touch"
    return {
        // Returns "first" or "instead" where this pointer draws from now on.
        takes(event) {
            this.sees(event)
            if (event.button) return null // another button, or a pen's other end
            if (isHand(event) && event.timeStamp - penSeen < PEN_STAYS) return null
            const isGone = drawing && event.isPrimary && drawing.pointerType === event.pointerType // its end went unheard
            if (drawing && !isGone && !(event.pointerType === "pen" && isHand(drawing))) return null
            const kind = drawing ? "instead" : "first"
            drawing = event
            return kind
        },
        sees(event) {
            if (event.pointerType === "pen") penSeen = event.timeStamp
        },
        draws: event => drawing !== null && event.pointerId === drawing.pointerId,
        // Returns whether this ends what is drawn.
        ends(event) {
            this.sees(event)
            if (!this.draws(event)) return false
            drawing = null
            return true
        },
    }
}
