export default function ({ parentElement, setTriggerValue }) {
    const paper = parentElement.querySelector(".paper")
    paper.ontransitionend = () => setTriggerValue("switched", true)
}
