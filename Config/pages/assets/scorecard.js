// The keyboard, the clock and the marks of the page on which an interview is held. Everything here is a shortcut: each
// key presses a button or chooses a radio button that is on the page.
import { savedForm, saveAll, hasUnsaved } from "./autosave.js";
import { keysAreOn } from "./keys.js";

const words = document.getElementById("script-words")?.dataset ?? {};
const status = document.getElementById("save-status");
const desk = document.getElementById("desk");
const help = document.getElementById("keyboard-help");
const items = () => [...document.querySelectorAll("[data-item]")];
const current = () => document.activeElement?.closest?.("[data-item]") ?? items().find((item) => item.id === chosen) ?? null;
let chosen = location.hash.slice(1);

const go = (item) => {
    if (!item) return;
    chosen = item.id;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
};
const step = async (by) => {
    const all = items();
    const here = current();
    const place = here ? all.indexOf(here) + by : by > 0 ? 0 : all.length - 1;
    if (all[place]) { go(all[place]); return; }
    const next = document.getElementById("next-part");
    // Past the last item lies the next part of the scorecard.
    if (by > 0 && next) { await saveAll(); next.focus(); }
};
const mark = (which) => {
    const item = current();
    if (!item) return;
    const form = savedForm(item.id);
    if (!form) return;
    // A slip of the finger must not wipe out a time that was taken before.
    if (which === "asked" && item.dataset.asked === "true") { status.textContent = words.already; return; }
    form.save(which, true);
};
const rate = (number) => {
    const item = current();
    const radios = item ? [...item.querySelectorAll("input[type=radio][name=answer]")] : [];
    const radio = item?.querySelector("[data-rating]") ? radios.find((one) => one.value === String(number)) : radios[number - 1];
    if (!radio) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
};
const note = () => current()?.querySelector("textarea")?.focus();

document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help?.open) return;
    const target = event.target;
    const isTyping = target.matches?.("textarea, select, input:not([type=radio], [type=checkbox])");
    if (event.key === "Escape" && isTyping) { target.closest("[data-item]")?.focus(); return; }
    if (isTyping) return;
    const keys = {
        j: () => step(1), k: () => step(-1), a: () => mark("asked"), d: () => mark("answered"), n: note,
        s: () => { const item = current(); if (item) savedForm(item.id)?.save(null, true); else saveAll(); },
        "?": () => help?.showModal(),
    };
    const act = /^[1-5]$/.test(event.key) ? () => rate(Number(event.key)) : keys[event.key];
    if (!act || !keysAreOn()) return;
    event.preventDefault();
    act();
});
document.addEventListener("focusin", (event) => { const item = event.target.closest?.("[data-item]"); if (item) chosen = item.id; });
const hint = document.getElementById("keys-hint");
if (hint) hint.hidden = false;

// What a save changed, on this item and on others: asking one question ends the answer to the one before.
document.addEventListener("candor-saved", (event) => {
    const answer = event.detail;
    for (const item of answer.items ?? []) {
        const card = document.getElementById(item.id);
        const entry = document.querySelector(`[data-entry="${item.id}"] .badge`);
        for (const badge of [card?.querySelector("[data-state]"), entry]) {
            if (!badge) continue;
            badge.textContent = item.word;
            badge.className = `badge tone-${item.tone}`;
        }
        if (!card) continue;
        card.dataset.asked = String(item.asked);
        const marks = card.querySelector("[data-marks]");
        if (marks) marks.textContent = item.marks;
        const problem = card.querySelector("[data-problem]");
        if (problem) { problem.textContent = item.problem; problem.hidden = !item.problem; }
    }
    const coverage = document.querySelector("[data-coverage]");
    if (coverage && answer.coverage) coverage.textContent = answer.coverage;
    const bar = document.getElementById("covered");
    if (bar && answer.covered !== undefined) bar.value = answer.covered;
    if (answer.version && desk && answer.version !== desk.dataset.version) changed(answer.version);
});

// The clock of the call, by the server's time.
const clock = document.querySelector("[data-clock]");
if (clock) {
    const started = Number(clock.dataset.started);
    const ahead = Number(clock.dataset.now) - Date.now();
    const two = (number) => String(number).padStart(2, "0");
    const tick = () => {
        const seconds = Math.max(0, Math.floor((Date.now() + ahead - started) / 1000));
        clock.textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
    };
    tick();
    setInterval(tick, 1000);
}

// Somebody joined, an item was added or became void: shown at once while nothing is typed, offered where something is.
function changed(version) {
    const notice = document.getElementById("desk-changed");
    if (notice) notice.hidden = false;
    desk.dataset.version = version;
}
async function look() {
    try {
        const reply = await fetch(location.pathname, { headers: { accept: "text/html" }, credentials: "same-origin", redirect: "error" });
        if (!reply.ok) return;
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        const fresh = page.getElementById("desk");
        if (!fresh || fresh.dataset.version === desk.dataset.version) return;
        if (!hasUnsaved() && fresh.dataset.phase !== desk.dataset.phase && desk.dataset.phase !== "running") location.reload();
        else changed(fresh.dataset.version);
    } catch { /* the line is gone for a moment; the next look tells */ }
}
const pace = { waiting: 5000, joinable: 15000, ready: 10000, running: 20000 }[desk?.dataset.phase];
if (pace) setInterval(() => { if (!document.hidden) look(); }, pace);
