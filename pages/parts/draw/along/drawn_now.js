export default function ({ data }) {
    window.digitlabDrawing = JSON.parse(data.json)
    document.dispatchEvent(new CustomEvent("digitlab-drawing", { detail: window.digitlabDrawing }))
}
