// Which part of the plane a pane shows. The whole plane is the square from 0 to 1; y goes upwards there.

const MOST_ENLARGED = 80, EDGE = 22

class Camera {
    constructor() {
        this.width = this.height = 1
        this.extent = [1, 1]  // what the points take up of the square
        this.showAll()
    }

    get isWhole() { return this.zoom <= 1.001 }

    get scale() {
        const [across, up] = this.extent
        return this.zoom * Math.min((this.width - 2 * EDGE) / across, (this.height - 2 * EDGE) / up)
    }

    showAll() {
        this.zoom = 1
        this.x = this.y = 0.5
    }

    resize(width, height) {
        this.width = width
        this.height = height
    }

    toScreen(x, y) {
        return [this.width / 2 + (x - this.x) * this.scale, this.height / 2 - (y - this.y) * this.scale]
    }

    toPlane(left, top) {
        return [this.x + (left - this.width / 2) / this.scale, this.y - (top - this.height / 2) / this.scale]
    }

    enlarge(factor, left = this.width / 2, top = this.height / 2) {
        const [x, y] = this.toPlane(left, top)
        this.zoom = Math.min(Math.max(this.zoom * factor, 1), MOST_ENLARGED)
        const [newX, newY] = this.toPlane(left, top)
        this.moveTo(this.x + x - newX, this.y + y - newY)
    }

    pan(right, down) {
        this.moveTo(this.x - right / this.scale, this.y + down / this.scale)
    }

    moveTo(x, y) {
        if (this.isWhole) [x, y] = [0.5, 0.5]
        this.x = Math.min(Math.max(x, 0), 1)
        this.y = Math.min(Math.max(y, 0), 1)
    }

    bringIn(x, y) {
        const [left, top] = this.toScreen(x, y)
        const margin = 24
        if (left < margin || top < margin || left > this.width - margin || top > this.height - margin) this.moveTo(x, y)
    }
}
