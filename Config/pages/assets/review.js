// Keys for people who work here all day: j and k walk, Enter opens, d goes to the decision, ? shows the keys.
// Everything works without this file.
import { keysAreOn } from "./keys.js";

const steps = () => [...document.querySelectorAll("[data-walk] li")];
const help = document.getElementById("keyboard-help");
let place = -1;

function isTyping(target) {
    return target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;
}

function walk(by) {
    const all = steps();
    if (all.length === 0) return;
    const current = all.findIndex((step) => step === document.activeElement || step.contains(document.activeElement));
    place = Math.min(Math.max((current >= 0 ? current : place) + by, 0), all.length - 1);
    const step = all[place];
    const link = step.querySelector("a[href]");
    // A link says by itself what it is; an entry of the timeline has to be able to take the focus.
    const target = link && step.closest("[data-walk]").matches("ol") ? link : step;
    if (target === step && !step.hasAttribute("tabindex")) step.tabIndex = -1;
    target.focus({ preventScroll: true });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    step.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
}

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (!(event.target instanceof Element) || isTyping(event.target) || help?.open) return;
    if (!keysAreOn()) return;
    switch (event.key) {
        case "j": walk(1); break;
        case "k": walk(-1); break;
        case "d": {
            const decision = document.getElementById("decision");
            if (!decision) return;
            decision.focus();
            decision.scrollIntoView({ block: "start" });
            break;
        }
        case "?": help?.showModal(); break;
        default: return;
    }
    event.preventDefault();
});

// Nobody leaves a half-written explanation by mistake.
const explanation = document.getElementById("explanation");
if (explanation instanceof HTMLTextAreaElement) {
    const first = explanation.value;
    let isSending = false;
    explanation.form?.addEventListener("submit", () => { isSending = true; });
    addEventListener("beforeunload", (event) => {
        if (!isSending && explanation.value !== first) event.preventDefault();
    });
}
