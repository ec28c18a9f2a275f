// Single keys can be switched off, since speech input and unsteady hands press them unmeant (WCAG 2.2, 2.1.4). The choice
// stays in this browser; "?" goes on opening the dialog in which it is made.
const name = "candor-keys";
const box = document.getElementById("keys-on");

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
