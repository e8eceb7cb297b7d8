// What the server has of the drawing, and where the layers are shown, for the script that reads along.
export default function ({ parentElement, data }) {
    window.digitlabDrawing = { root: parentElement, ...JSON.parse(data.json) }
    document.dispatchEvent(new CustomEvent("digitlab-drawing"))
}
