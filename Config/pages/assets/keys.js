// Single keys can be switched off, since speech input and unsteady hands press them unmeant (WCAG 2.2, 2.1.4): every one of
// them, "?" too. The choice stays in this browser; it is made in a dialog that a button opens as well.
const name = "candor-keys";
const box = document.getElementById("keys-on");
const help = document.getElementById("keyboard-help");

const stored = () => {
    try { return localStorage.getItem(name) !== "off"; } catch { return true; }
};

export const keysAreOn = () => (box ? box.checked : true);

if (box) {
    box.checked = stored();
    box.addEventListener("change", () => {
        // Where nothing can be stored, the choice holds for this page.
        try { localStorage.setItem(name, box.checked ? "on" : "off"); } catch { return; }
    });
}
for (const button of help ? document.querySelectorAll("[data-opens-keys]") : []) {
    button.addEventListener("click", () => help.showModal());
    button.hidden = false;
}
